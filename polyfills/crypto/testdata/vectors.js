// Known answers of the standards that define the algorithms, and of OpenSSL for RSA.
const s = crypto.subtle;
const un = (text) => Uint8Array.from(text.match(/../g) ?? [], (x) => parseInt(x, 16));
const hex = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, "0")).join("");
const utf8 = (text) => Uint8Array.from([...text], (c) => c.charCodeAt(0));
const url = (text) => btoa(String.fromCharCode(...un(text))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const same = (actual, expected, message) => assertEquals(hex(actual), expected, message);
const aes = (name, key, ...usages) => s.importKey("raw", un(key), name, true, usages);

test("AES-CBC encrypts and decrypts (SP 800-38A, F.2.1)", async () => {
  const key = await aes("AES-CBC", "2b7e151628aed2a6abf7158809cf4f3c", "encrypt", "decrypt"), alg = { name: "AES-CBC", iv: un("000102030405060708090a0b0c0d0e0f") };
  const sealed = await s.encrypt(alg, key, un("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"));
  same(sealed.slice(0, 32), "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
  same(await s.decrypt(alg, key, sealed), "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
});
test("AES-CTR encrypts (SP 800-38A, F.5.5)", async () => {
  const key = await aes("AES-CTR", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "encrypt");
  same(await s.encrypt({ name: "AES-CTR", counter: un("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), length: 128 }, key, un("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")),
    "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5");
});
test("AES-GCM seals and opens with any IV and any part of the tag (GCM specification, cases 4 and 6)", async () => {
  const key = await aes("AES-GCM", "feffe9928665731c6d6a8f9467308308", "encrypt", "decrypt");
  const plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
  const additionalData = un("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  for (const [iv, text, tag] of [
    ["cafebabefacedbaddecaf888", "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091", "5bc94fbc3221a5db94fae95ae7121a47"],
    ["9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b", "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5", "619cc5aefffe0bfa462af43c1699d050"],
  ]) for (const tagLength of [32, 64, 96, 104, 112, 120, 128]) {
    const alg = { name: "AES-GCM", iv: un(iv), additionalData, tagLength }, want = text + tag.slice(0, tagLength / 4);
    same(await s.encrypt(alg, key, un(plain)), want);
    same(await s.decrypt(alg, key, un(want)), plain);
    const changed = un(want);
    changed[changed.length - 1] ^= 1;
    await assertRejects(s.decrypt(alg, key, changed), "OperationError");
  }
});
test("AES-KW wraps and unwraps (RFC 3394, 4.1 and 4.6)", async () => {
  for (const [kek, data, want] of [
    ["000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"],
    ["000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f", "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"],
  ]) {
    const wrapping = await aes("AES-KW", kek, "wrapKey", "unwrapKey"), alg = { name: "HMAC", hash: "SHA-256" };
    const wrapped = await s.wrapKey("raw", await s.importKey("raw", un(data), alg, true, ["sign"]), wrapping, "AES-KW");
    same(wrapped, want);
    same(await s.exportKey("raw", await s.unwrapKey("raw", wrapped, wrapping, "AES-KW", alg, true, ["sign"])), data);
  }
});
test("HMAC signs (RFC 4231, case 1)", async () => {
  for (const [hash, want] of [
    ["SHA-256", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    ["SHA-512", "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"],
  ]) same(await s.sign("HMAC", await s.importKey("raw", new Uint8Array(20).fill(0x0b), { name: "HMAC", hash }, false, ["sign"]), utf8("Hi There")), want);
});
test("PBKDF2 derives (RFC 6070, RFC 7914)", async () => {
  for (const [hash, password, salt, iterations, want] of [
    ["SHA-1", "password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"],
    ["SHA-1", "password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"],
    ["SHA-1", "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"],
    ["SHA-1", "pass\0word", "sa\0lt", 4096, "56fa6aa75548099dcc37d7f03425e0c3"],
    ["SHA-256", "passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"],
  ]) {
    const key = await s.importKey("raw", utf8(password), "PBKDF2", false, ["deriveBits"]);
    same(await s.deriveBits({ name: "PBKDF2", hash, salt: utf8(salt), iterations }, key, want.length * 4), want);
  }
});
test("HKDF derives (RFC 5869, cases 1 and 3)", async () => {
  const key = await s.importKey("raw", new Uint8Array(22).fill(0x0b), "HKDF", false, ["deriveBits"]);
  same(await s.deriveBits({ name: "HKDF", hash: "SHA-256", salt: un("000102030405060708090a0b0c"), info: un("f0f1f2f3f4f5f6f7f8f9") }, key, 336),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  same(await s.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new Uint8Array() }, key, 336),
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
});
test("Ed25519 signs and verifies, under both names (RFC 8032, 7.1)", async () => {
  for (const [d, x, data, want] of [
    ["9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
    ["4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
  ]) for (const name of ["Ed25519", "NODE-ED25519"]) {
    const alg = { name, namedCurve: name };
    const key = await s.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: url(x), d: url(d) }, alg, true, ["sign"]);
    same(await s.sign(name, key, un(data)), want);
    const public_ = await s.importKey("raw", un(x), alg, true, ["verify"]);
    assertEquals([await s.verify(name, public_, un(want), un(data)), await s.verify(name, public_, un(want), utf8("other"))], [true, false]);
    same(await s.exportKey("pkcs8", key), "302e020100300506032b657004220420" + d);
    same(await s.exportKey("spki", public_), "302a300506032b6570032100" + x);
  }
});
test("X25519 agrees (RFC 7748, 6.1)", async () => {
  const key = await s.importKey("pkcs8", un("302e020100300506032b656e0422042077076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"), "X25519", true, ["deriveBits"]);
  const peer = await s.importKey("raw", un("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"), "X25519", true, []);
  same(await s.deriveBits({ name: "X25519", public: peer }, key, null), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  same(await s.deriveBits({ name: "X25519", public: peer }, key, 13), "4a58");
  assertEquals((await s.exportKey("jwk", key)).x, url("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
});
const point = (hex) => ({ x: url(hex.slice(2, hex.length / 2 + 1)), y: url(hex.slice(hex.length / 2 + 1)) });
test("ECDH agrees (NIST CAVP)", async () => {
  for (const [namedCurve, d, own, peer, want] of [
    ["P-256", "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534",
      "04ead218590119e8876b29146ff89ca61770c4edbbf97d38ce385ed281d8a6b23028af61281fd35e2fa7002523acc85a429cb06ee6648325389f59edfce1405141",
      "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac",
      "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"],
    ["P-384", "3cc3122a68f0d95027ad38c067916ba0eb8c38894d22e1b15618b6818a661774ad463b205da88cf699ab4d43c9cf98a1",
      "049803807f2f6d2fd966cdd0290bd410c0190352fbec7ff6247de1302df86f25d34fe4a97bef60cff548355c015dbb3e5fba26ca69ec2f5b5d9dad20cc9da711383a9dbe34ea3fa5a2af75b46502629ad54dd8b7d73a8abb06a3a3be47d650cc99",
      "04a7c76b970c3b5fe8b05d2838ae04ab47697b9eaf52e764592efda27fe7513272734466b400091adbf2d68c58e0c50066ac68f19f2e1cb879aed43a9969b91a0839c4c38a49749b661efedf243451915ed0905a32b060992b468c64766fc8437a",
      "5f9d29dc5e31a163060356213669c8ce132e22f57c9a04f40ba7fcead493b457e5621e766c40a2e3d4d6a04b25e533f1"],
    ["P-521", "017eecc07ab4b329068fba65e56a1f8890aa935e57134ae0ffcce802735151f4eac6564f6ee9974c5e6887a1fefee5743ae2241bfeb95d5ce31ddcb6f9edb4d6fc47",
      "0400602f9d0cf9e526b29e22381c203c48a886c2b0673033366314f1ffbcba240ba42f4ef38a76174635f91e6b4ed34275eb01c8467d05ca80315bf1a7bbd945f550a501b7c85f26f5d4b2d7355cf6b02117659943762b6d1db5ab4f1dbc44ce7b2946eb6c7de342962893fd387d1b73d7a8672d1f236961170b7eb3579953ee5cdc88cd2d",
      "0400685a48e86c79f0f0875f7bc18d25eb5fc8c0b07e5da4f4370f3a9490340854334b1e1b87fa395464c60626124a4e70d0f785601d37c09870ebf176666877a2046d01ba52c56fc8776d9e8f5db4f0cc27636d0b741bbe05400697942e80b739884a83bde99e0f6716939e632bc8986fa18dccd443a348b6c3e522497955a4f3c302f676",
      "005fc70477c3e63bc3954bd0df3ea0d1f41ee21746ed95fc5e1fdf90930d5e136672d72cc770742d1711c3c3a4c334a0ad9759436a4d3c5bf6e74b9578fac148c831"],
  ]) {
    const alg = { name: "ECDH", namedCurve };
    const key = await s.importKey("jwk", { kty: "EC", crv: namedCurve, d: url(d), ...point(own) }, alg, true, ["deriveBits"]);
    const compressed = un((parseInt(peer.at(-1), 16) % 2 ? "03" : "02") + peer.slice(2, peer.length / 2 + 1));
    for (const raw of [un(peer), compressed]) {
      const public_ = await s.importKey("raw", raw, alg, true, []);
      same(await s.deriveBits({ name: "ECDH", public: public_ }, key, null), want);
      same(await s.exportKey("raw", public_), peer);
    }
  }
});
test("ECDSA verifies and signs (RFC 6979, A.2)", async () => {
  for (const [namedCurve, d, x, y, r, n] of [
    ["P-256", "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
      "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6", "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"],
    ["P-384", "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
      "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13", "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720",
      "21b13d1e013c7fa1392d03c5f99af8b30c570c6f98d4ea8e354b63a21d3daa33bde1e888e63355d92fa2b3c36d8fb2cd",
      "f3aa443fb107745bf4bd77cb3891674632068a10ca67e3d45db2266fa7d1feebefdc63eccd1ac42ec0cb8668a4fa0ab0"],
    ["P-521", "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538",
      "01894550d0785932e00eaa23b694f213f8c3121f86dc97a04e5a7167db4e5bcd371123d46e45db6b5d5370a7f20fb633155d38ffa16d2bd761dcac474b9a2f5023a4", "00493101c962cd4d2fddf782285e64584139c2f91b47f87ff82354d6630f746a28a0db25741b5b34a828008b22acc23f924faafbd4d33f81ea66956dfeaa2bfdfcf5",
      "01511bb4d675114fe266fc4372b87682baecc01d3cc62cf2303c92b3526012659d16876e25c7c1e57648f23b73564d67f61c6f14d527d54972810421e7d87589e1a7",
      "004a171143a83163d6df460aaf61522695f207a58b95c0644d87e52aa1a347916e4f7a72930b1bc06dbe22ce3f58264afd23704cbb63b29b931f7de6c9d949a7ecfc"],
  ]) {
    const alg = { name: "ECDSA", namedCurve }, how = { name: "ECDSA", hash: "SHA-256" }, jwk = { kty: "EC", crv: namedCurve, x: url(x), y: url(y) };
    const public_ = await s.importKey("jwk", jwk, alg, true, ["verify"]), private_ = await s.importKey("jwk", { ...jwk, d: url(d) }, alg, true, ["sign"]);
    for (const signature of [un(r + n), await s.sign(how, private_, utf8("sample"))]) {
      assertEquals([await s.verify(how, public_, signature, utf8("sample")), await s.verify(how, public_, signature, utf8("other"))], [true, false], namedCurve);
    }
  }
});
const rsa = {
  kty: "RSA",
  n: "qkBGHagq1tWqlFyMHUJv7usbFWxf8kdJSnK-03osGPTFykVw0D-th9sOqU0lvwTY3NIvHom88GeFN9bd050Rc7WaFXU90_dT7rKBN33OHsjz9URVBeI-99Asu-2-p_6zKGhoxs3kRNb19y-EZT2e-530v0myfa1JtpMXnfoF3YE",
  e: "AQAB",
  d: "R9LVwa0wZXG-hNiGQ9HDZwfIZUFTOOLaCI5f8teXwu-AgdTJwxEaJDZF-SaSxgNFeeMx_bAeBU2m5ee_rYaV1YqapmF-tsFCZ1hPGXh5wnqRkFuT0f4QWaPPzwrffxhoBcT7u3mmSbzdAGmuuWb9-lgUbvWlz8xKzbLYDdgzAAE",
  p: "1G6VrpcHoj3b3U5cKNGsajlWA9qe6R-Vi6Js-1YklU0eR5QbIVGZOMJafq7QRzzphrBZV9_QbYJ0L6CxeiJ28Q",
  q: "zSsLqd0Xl4Ua4btI5Dco_yLRNEqSqM36rHPpXdRF22ghakxevEKjlrtXS6g4USErXj3QhJf1rJGvcoW7dc5vkQ",
  dp: "mhYwinhQeDVocokxPgaAinhWVOtSEwTu418Ir_JXDNjoWsEqQKvAeTQ4keVZfCLJvQHTfHMC6zwR7K4hrdar8Q",
  dq: "YNgbxk-FblE3EixMSOU8pcnyhENbHPE1jSedlVu4qctqUnnAEg9GlsTRfPXnt2v3w6FcBuqP3aha76zugrox8Q",
  qi: "jwq0i412eAR2nC3sfqkYQe1gcpCSXS0zqSdi-KMAT72rYmS2Fs2j6kJz_4ZOM_p0lnKRwpadv7DpQF0kOctVQA",
};
const { kty, n, e } = rsa;
const rsaKeys = async (name, hash, own, others) => [await s.importKey("jwk", rsa, { name, hash }, true, [own]), await s.importKey("jwk", { kty, n, e }, { name, hash }, true, [others])];
test("RSASSA-PKCS1-v1_5 signs and verifies (OpenSSL)", async () => {
  const [key, public_] = await rsaKeys("RSASSA-PKCS1-v1_5", "SHA-384", "sign", "verify"), want = "2308b95cc0b0927b0fa8dbc7e6375c733d9aeebc8bf31d53d4aa9f680b295995ddf383280b4ae5aa922aaf1f9b3cf223c51804a7871cfe6aca1a3d4c046bf959873a4b41a613541688ae0e8d0e63a3e7535c41ebf52bd5d86741fc038ae452eb5bba0e57abe5d19379928d827a1796ac318da7231dddd5e3586ab9afcc13a507";
  same(await s.sign("RSASSA-PKCS1-v1_5", key, utf8("sample")), want);
  assertEquals([await s.verify("RSASSA-PKCS1-v1_5", public_, un(want), utf8("sample")), await s.verify("RSASSA-PKCS1-v1_5", public_, un(want), utf8("other"))], [true, false]);
});
test("RSA-PSS signs and verifies, without salt too (OpenSSL)", async () => {
  const [key, public_] = await rsaKeys("RSA-PSS", "SHA-256", "sign", "verify"), how = (saltLength) => ({ name: "RSA-PSS", saltLength });
  const unsalted = "9b61a2e13a6dae817f8bc5c233da3a1859c94fb3d2832855b0789fbd9a5caea3e55e57e9a40b38d8bb729089012069f52fc981362520d4d1b59e58329890436ebc09ce6d679b1e5f19bcf0d73296459836b132d23eba09b89aa6ac4d207515bb2f8f76c4f55d0431f2ff7344e405e0a29700f0506522ece5ae642513254eab86";
  const salted = "88137fd162f76c9a5f940b7e30241b165b9f64766ac1ff8af6caea75243f28726f119fedf81ea2b16b42bc535ef1b6086dba40fe458d5550c66bd7a71cf391e755ef2e5be720a822a6928136ef73d184f9be7181e346d28a0c7672a88d2ead8f6317194de5be4f11412829167adb1b50020a76761531db69bd3b4a65b8d4d441";
  same(await s.sign(how(0), key, utf8("sample")), unsalted);
  for (const [salt, signature, data, ok] of [[0, unsalted, "sample", true], [0, unsalted, "other", false], [0, salted, "sample", false], [20, salted, "sample", true],
    [19, salted, "sample", false], [20, unsalted, "sample", false], [20, salted, "other", false]]) assertEquals(await s.verify(how(salt), public_, un(signature), utf8(data)), ok, salt + data);
  for (const salt of [0, 1, 94]) assert(await s.verify(how(salt), public_, await s.sign(how(salt), key, utf8("x")), utf8("x")), "salt of " + salt);
});
test("RSA-OAEP decrypts with a label (OpenSSL)", async () => {
  const [key, public_] = await rsaKeys("RSA-OAEP", "SHA-1", "decrypt", "encrypt"), alg = { name: "RSA-OAEP", label: utf8("label") };
  const sealed = un("085dfb3fe5e4c4f527e5a2ecfec1d27ae3fe6205835004bc3d0cd1865d3cfb4ee01e8ad978e3961de9dec6d02120dd5d0814906eb4f4932648eb5749ce251c4b368638e749ca2d83231f2dd8d051b7c112557e4d2bc9aa9ebcd3cccffb9e7833258dc1be69ee91669886740c688233303cd11ab5095ff8f745e3f25ffdbdcaf4");
  same(await s.decrypt(alg, key, sealed), hex(utf8("sample")));
  same(await s.decrypt(alg, key, await s.encrypt(alg, public_, utf8("again"))), hex(utf8("again")));
  await assertRejects(s.decrypt("RSA-OAEP", key, sealed), "OperationError");
});
test("RSA keys are written as OpenSSL writes them", async () => {
  const alg = { name: "RSA-PSS", hash: "SHA-256" }, pkcs8 = "30820277020100300d06092a864886f70d0101010500048202613082025d02010002818100aa40461da82ad6d5aa945c8c1d426feeeb1b156c5ff247494a72bed37a2c18f4c5ca4570d03fad87db0ea94d25bf04d8dcd22f1e89bcf0678537d6ddd39d1173b59a15753dd3f753eeb281377dce1ec8f3f5445505e23ef7d02cbbedbea7feb3286868c6cde444d6f5f72f84653d9efb9df4bf49b27dad49b693179dfa05dd81020301000102818047d2d5c1ad306571be84d88643d1c36707c865415338e2da088e5ff2d797c2ef8081d4c9c3111a243645f92692c6034579e331fdb01e054da6e5e7bfad8695d58a9aa6617eb6c14267584f197879c27a91905b93d1fe1059a3cfcf0adf7f186805c4fbbb79a649bcdd0069aeb966fdfa58146ef5a5cfcc4acdb2d80dd8330001024100d46e95ae9707a23ddbdd4e5c28d1ac6a395603da9ee91f958ba26cfb5624954d1e47941b21519938c25a7eaed0473ce986b05957dfd06d82742fa0b17a2276f1024100cd2b0ba9dd1797851ae1bb48e43728ff22d1344a92a8cdfaac73e95dd445db68216a4c5ebc42a396bb574ba83851212b5e3dd08497f5ac91af7285bb75ce6f910241009a16308a78507835687289313e06808a785654eb521304eee35f08aff2570cd8e85ac12a40abc079343891e5597c22c9bd01d37c7302eb3c11ecae21add6abf1024060d81bc64f856e5137122c4c48e53ca5c9f284435b1cf1358d279d955bb8a9cb6a5279c0120f4696c4d17cf5e7b76bf7c3a15c06ea8fdda85aefacee82ba31f10241008f0ab48b8d767804769c2dec7ea91841ed607290925d2d33a92762f8a3004fbdab6264b616cda3ea4273ff864e33fa74967291c2969dbfb0e9405d2439cb5540", spki = "30819f300d06092a864886f70d010101050003818d0030818902818100aa40461da82ad6d5aa945c8c1d426feeeb1b156c5ff247494a72bed37a2c18f4c5ca4570d03fad87db0ea94d25bf04d8dcd22f1e89bcf0678537d6ddd39d1173b59a15753dd3f753eeb281377dce1ec8f3f5445505e23ef7d02cbbedbea7feb3286868c6cde444d6f5f72f84653d9efb9df4bf49b27dad49b693179dfa05dd810203010001";
  const key = await s.importKey("pkcs8", un(pkcs8), alg, true, ["sign"]), public_ = await s.importKey("spki", un(spki), alg, true, ["verify"]);
  same(await s.exportKey("pkcs8", key), pkcs8);
  same(await s.exportKey("spki", public_), spki);
  const jwk = await s.exportKey("jwk", key);
  for (const name in rsa) assertEquals(jwk[name], rsa[name], name);
  // RFC 7518 lets a private key come without its primes.
  const without = await s.importKey("jwk", { kty, n, e, d: rsa.d }, alg, true, ["sign"]);
  same(await s.exportKey("pkcs8", without), pkcs8);
});
