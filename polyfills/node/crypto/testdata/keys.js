// Keys and signatures made by Node.
const keys = {
	ec: "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgchjjoL/Z4Lgp0BzF\noTY6SasFa8irBsr1bX5CjX0JBnuhRANCAAQ2U1AwAMvUlAKyQnOwCa3idLgEqQWh\nX8DaifzswnCXLDkzxtNgZUCLST1Ee8AlBaUI3sDs5AOQIlP3JxDFJYix\n-----END PRIVATE KEY-----\n",
	ecPublic: "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENlNQMADL1JQCskJzsAmt4nS4BKkF\noV/A2on87MJwlyw5M8bTYGVAi0k9RHvAJQWlCN7A7OQDkCJT9ycQxSWIsQ==\n-----END PUBLIC KEY-----\n",
	ecSec1: "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIHIY46C/2eC4KdAcxaE2OkmrBWvIqwbK9W1+Qo19CQZ7oAoGCCqGSM49\nAwEHoUQDQgAENlNQMADL1JQCskJzsAmt4nS4BKkFoV/A2on87MJwlyw5M8bTYGVA\ni0k9RHvAJQWlCN7A7OQDkCJT9ycQxSWIsQ==\n-----END EC PRIVATE KEY-----\n",
	ed: "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIM2pKfJGvPP1PzE+MAi68pXzh3cEeb2OOwBqf7Irx6UK\n-----END PRIVATE KEY-----\n",
	edPublic: "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAc8OzlRFjL3BypWnwsL19sCVugd3WD9tMgDCMCqZ14QU=\n-----END PUBLIC KEY-----\n",
	rsa: "-----BEGIN PRIVATE KEY-----\nMIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBAMRLq3Nxr9QDCSRG\npxRXnTFo+l8+FoLXYruBLjnVh89UOR1cJ5xDfJOASrMWlR6/br+WquZQdZtP+aBf\nSmgkXUDjwtuV3A7tFeHH4odF1WsrVMt5L62vCnQxtHqhKM1MTQD7PZdneiTe7kUY\nvQl39S0YiN6FjU9ary5W35OYX9M5AgMBAAECgYEAq6IaRHO4MKGC4cQhHOlKmcRX\nfuWT202ml5ppJ8pr2D2lPuWwALMFfxciuZpaQqtRk5WS0pSxcF6qPq5zKcH6AlKl\nH4XOfGzrT5IpSrCxYtAeDcRFAvNTQ9jlDtrZaJHvhOAa/hHRNwLA6NPUobAAYER5\ntDwumUHcrCIislShUAECQQD+2VZtYweRat9SZb2J7n7gmQouJYcLwO3po/hzU1hH\nzkJk8HyxqwVKVEZiLlDci2PpNNRPP0eGpMoWcHpPONk5AkEAxS6hncMO7bvCrdhn\nPna7wCFlLBgrPOMbVpfY84lXv+M6VoYnPOQYL9sTGpY4Pp+WJ0zjhRE1ViEj2W/e\nm8DKAQJAdrVH89YADXVpptjrS9eC1B2VR1+Foyzv5TfSn+1/npruBFSc0Kln4nKV\nAmCum7x2AofwKSXBrG8QDxm/by18yQJBAIze/L2+DltPygzzTwd0QjxIX4R6G+Hb\nCrv5rhiHZbaEezg3ja7V8mW2KNbUvYgX8WlQaDe4DJflAzyjzLEPsgECQQDNz2vR\n010MSIGjJ0+A2vIwcqiwFh77tUy7zp65G0Rvkm+R887gT3h+2LG9lG3O5dxAZzyT\nPKBlF3a63nkSlmIh\n-----END PRIVATE KEY-----\n",
	rsaPublic: "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDES6tzca/UAwkkRqcUV50xaPpf\nPhaC12K7gS451YfPVDkdXCecQ3yTgEqzFpUev26/lqrmUHWbT/mgX0poJF1A48Lb\nldwO7RXhx+KHRdVrK1TLeS+trwp0MbR6oSjNTE0A+z2XZ3ok3u5FGL0Jd/UtGIje\nhY1PWq8uVt+TmF/TOQIDAQAB\n-----END PUBLIC KEY-----\n",
	rsaPkcs1: "-----BEGIN RSA PRIVATE KEY-----\nMIICXgIBAAKBgQDES6tzca/UAwkkRqcUV50xaPpfPhaC12K7gS451YfPVDkdXCec\nQ3yTgEqzFpUev26/lqrmUHWbT/mgX0poJF1A48LbldwO7RXhx+KHRdVrK1TLeS+t\nrwp0MbR6oSjNTE0A+z2XZ3ok3u5FGL0Jd/UtGIjehY1PWq8uVt+TmF/TOQIDAQAB\nAoGBAKuiGkRzuDChguHEIRzpSpnEV37lk9tNppeaaSfKa9g9pT7lsACzBX8XIrma\nWkKrUZOVktKUsXBeqj6ucynB+gJSpR+Fznxs60+SKUqwsWLQHg3ERQLzU0PY5Q7a\n2WiR74TgGv4R0TcCwOjT1KGwAGBEebQ8LplB3KwiIrJUoVABAkEA/tlWbWMHkWrf\nUmW9ie5+4JkKLiWHC8Dt6aP4c1NYR85CZPB8sasFSlRGYi5Q3Itj6TTUTz9HhqTK\nFnB6TzjZOQJBAMUuoZ3DDu27wq3YZz52u8AhZSwYKzzjG1aX2POJV7/jOlaGJzzk\nGC/bExqWOD6flidM44URNVYhI9lv3pvAygECQHa1R/PWAA11aabY60vXgtQdlUdf\nhaMs7+U30p/tf56a7gRUnNCpZ+JylQJgrpu8dgKH8CklwaxvEA8Zv28tfMkCQQCM\n3vy9vg5bT8oM808HdEI8SF+Eehvh2wq7+a4Yh2W2hHs4N42u1fJltijW1L2IF/Fp\nUGg3uAyX5QM8o8yxD7IBAkEAzc9r0dNdDEiBoydPgNryMHKosBYe+7VMu86euRtE\nb5JvkfPO4E94ftixvZRtzuXcQGc8kzygZRd2ut55EpZiIQ==\n-----END RSA PRIVATE KEY-----\n",
	encrypted: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIGpm9TZIg/hICAggA\nMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAw1mE/xcKxJFMYHnF6/8BNBIIC\ngDci2bTTiyyxtr2evT7d0myo/Z4phOzV4uFB+1Dyf1zS+8c9y8xbbRtuyFzFU8kg\nIgdbaFKny1ZtLDv2AbZSdkgIQqVYNk8VqP699KrYkZfx2IU4ww5ljdUerj6oH19S\nlSFPwv+TMKEcWCgyVvwrR3RzbyZgwzNoLUBS/cw6ElUI4KGE5ECw1dshGKgDVfnY\nZP5HA3pHs9bTPsRClm7985ptu5h4eGIWqhJS9czmIqkzIihMhJPv9peUVyIJx0Xo\nJblReqeNEzSdfEBaS0uj0hy4JQYvNsoba1g6f4ygk9WNzKUN3FRTui/xafsO1n35\nKUb6+F0uQwh6glPZYhLKeAYvJ1knyjIr4WqpTTBqpCnX2io1ku0mDh9wyzvljucV\nmdDfJ6steK8J2A8YMXCxh2faI3R5jajBcAtTOJ3D6gG8vfzZCwwBDeMtNYF9vDFg\nPXvEYYZMha3we9WIrGJdewEd87Fhmx6bIGu7MIRpxYOURSw+xLpJLN21t3uiFaKd\njRjw2Kjv1IrtgVPC8BKQM36BzvUmoMQo7oRzTKv4P/Nvr7jgrATF9yHpbILSAbgZ\n5DUGOXBTOAG+odM5zvZJaMLZzIZ/9YgRj6FfPmwP3cK75dOqX9CV0gqHROv2Y6iz\nRlYFx9AlfmZho72Gr/6TqmjXBeC7WmsoIanzmO1oMbMoWjmB/NncTFKR20//q6Xi\njfIJCe2XR+zMlnybKcDY+uPF7NykR5UYGYGqUhqKIRWri391V1xT8a2EF+2P++CS\ndxLsxwLdcE8Vx50ogRfgenWYYJpzoNVyM2HVVafWFKJmPvuNeMdY1mm4jrkch91M\nvPBh4ZCqdoyAmDxTh78Ypqc=\n-----END ENCRYPTED PRIVATE KEY-----\n",
	encryptedPkcs1: "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,F8774C05CBC7E863277D37900C3C2C7E\n\nGgGapzJjTT6jpM6ZFxTfBk30eeCsUTVFnRnAvOOiSABRxafD9s4gwdjfKuvJhi/i\nt6sUtXVUWB6XTFtIRfcCM6n0JmwCtULg6JWl8BJuTmoEnvMKLu47+T/DS3AIV4fo\ntjwehYVgtcq61UC3GWQXqZIex/bm22XGS0l3ebESooAqOgOZECl0wefHDUfasPI7\nXoc4B0AHbh4yKz4PjzSMUafChyzP3iuBg4WMC5X6si5oc2MvSAiL94pNWJd6gYQE\nhXXqVO83demZToVMTiBUnpPMPi9KYQLgn+9vSzPEHzux/fE9l0930jT1UXXQyi0K\nPlFw8+KeqfObOc3hXweHu1W2ZrodEiCVfm8siXs+5BL7tm4JkTlXMVenGIq0FtID\nTaHjCfLqxsiriwGRPID/aMCwfNysCuOghXussCGBNNf1PHzY0Uc7LNNduBdDXer5\nYkKoZ29Ei0nCS/BJf7s0WbgvFtzlJqErQpamuo0omUzlKR9lE16kt+teEYxprOn5\nX/IszEH8TZ+m1PfMRUiNNWMc9zhiIjyno4TLBLmeEhhgt5KfFmRkhR38muuGZP54\nViu/3QnlnOJyREkY277Sm0Yt7IjbJMSfivzQF5EHWrBEYGQWGdoY7MtJSGqFVVOB\nk/HaVu5u6c30eXKZOt0daaLw1txRbr/X8Alra8SHG+8RmbnfUQmT+gfHHQnlAQj6\noBabmLunPXnzD8jgcfnkm1UCl54FT2wsd95jcI0WMzM8ZJCnvagfeKpQjOMmxVlm\nMzHUxmH+oN7rWJsYOPMxefcf+ThM0ed/bgabr48jpd9VEyWjM3YPcaYshEq6KBnB\n-----END RSA PRIVATE KEY-----\n",
	rsaSignature: "Jtk3Idz4AqyJzMGD95GUDGc+yq+wKC9jwqebsVnLhuy9jmZCkUi5z7iAQ2exuTFbbtufuP4s3ic8C+nBA00nj4nLGuicaYNCUn06Pi+aX6YXKZ+0oyOBKNf/ya1opg2UnOjqxrMGsbRqMmVSD/oDzRIAPh4Os2A4x4w69nVzsFs=",
	pssSignature: "cwh6Be85CciseL8gWa+h8CLQJVjlqBPUDPIbYN+i10NJ10HiK9TyD7cBFp7SCvNA0UwFaI5QuzK3pr82olyH3lVUwQvVNHMH9QcWUWOnqkYBh+bie51FQIE3JMOoIiO5yG7/EKC8UU2SvJU35hPLV//gonUPi6k2/p7mdhpv4tk=",
	ecSignature: "MEQCIEJye3SmHpj20MjVLC/hYGKeh9uapGHbxXqHxOAAv2YuAiBZTfwcJRz3lTK8EExxy6TAHfyvg35esku1wKltebCTqQ==",
	ecP1363: "mvSk3kMJFl8rK4z2TBhmoSJ5gKTHnk1GmFLLcxiNczV2oOEsVyvq0f2f5l3tV2M47wky+qqUygH4SrxRbUHObA==",
	edSignature: "5NfpED87a/Hk68GMn7CZx81mliReQjqxPKYG4ebvew5CFSI/16P0lrLEnuUjHtlC2rkJanesy8v4y10Sk1XoDA==",
	oaep: "FWJl1Y27h+CncAflw0/8XgCRt5K1q9TEhbzma+u9zSbEFAFI9a/g+HGXMo3MRE7KdgpGuLzxEbovLhssJOrD7KuwNvc2WQJMDfSy6vuYOmYr3l5eEPVle+2ws/00aqOc2edkz0+xoQc1r4xkLcs40xOhVyaPFZvucr6j1OIXfP0=",
	certificate: "-----BEGIN CERTIFICATE-----\nMIIEKDCCAxCgAwIBAgIUY631kBmN1fk2PIugLaL24A09rCYwDQYJKoZIhvcNAQEL\nBQAwNTELMAkGA1UEBhMCREUxEDAOBgNVBAoMB1BhZGRvY2sxFDASBgNVBAMMC2V4\nYW1wbGUuY29tMB4XDTI2MTEyNTIzMzU0OVoXDTM2MTEyMjIzMzU0OVowNTELMAkG\nA1UEBhMCREUxEDAOBgNVBAoMB1BhZGRvY2sxFDASBgNVBAMMC2V4YW1wbGUuY29t\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqwgscfjY1b/kqMwz2GIM\nalTyxK2KGmZWhXHB1Z5A+2LIDpzA0NW5COBm/q9ygzakIy/JDvd+A4f/xYm0jKO3\nnzC633fyZQVHcvhDzMVdhC4X1eJ29BRlwRa8ESAiW+ppriOaRMUdhROelhKbO5DZ\n6oO4PHMF1cc3JXD7N24fDATQ1VAmJjAobVYApJbC4HY15dMFqBhEdCBtyPCibzBA\nnvpZVTMbqNWKOQFgXnwKh6Y+O1JGa0vLZ25Rce0H5MwBWrhuPN4oI+vCx73Yro8p\npabC9U4BZslBap9altYihh/Vd2yEZ+W3uWZVdC6+R0BFREu92a/payH78hLi58hJ\nqwIDAQABo4IBLjCCASowHQYDVR0OBBYEFEzuAzg3UC2ZeVBP0G+jQELtMJ/iMB8G\nA1UdIwQYMBaAFEzuAzg3UC2ZeVBP0G+jQELtMJ/iMA8GA1UdEwEB/wQFMAMBAf8w\nUAYDVR0RBEkwR4ILZXhhbXBsZS5jb22CDSouZXhhbXBsZS5vcmeHBH8AAAGBDWFA\nZXhhbXBsZS5jb22GFGh0dHA6Ly9leGFtcGxlLmNvbS94MAsGA1UdDwQEAwIFoDAd\nBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUHAwIwWQYIKwYBBQUHAQEETTBLMCQG\nCCsGAQUFBzABhhhodHRwOi8vb2NzcC5leGFtcGxlLmNvbS8wIwYIKwYBBQUHMAKG\nF2h0dHA6Ly9jYS5leGFtcGxlLmNvbS94MA0GCSqGSIb3DQEBCwUAA4IBAQCNBnOh\nmUeNJv89XrgJgqiE39jnOAh/rKsRPa5gweBwA9t7gSqbRwRp4sJs6WULQkPzOrtT\nQZ4gaLOGY6oIT1nBsgcmuxCQhYx+NRdXpetjoeECptfelHSycykywROtvDGoTo/A\n+sUlBr77vN0dMkzN4HRg6MZiX9NigSP7KBtS5kq4CMMOe+deKPbcHoTJZlrjO0cA\npKuIdJOkkh31Oh4x7Tl/0U5hVuy8LQs2w/wuRQKtfDLmQs0Pwd9V6me1eb+lNYVM\nIC8UrbtcOXr9S5QL4iKUscQ5nx/ESIOYR1zn6SCGAUp7rYSUz6XyzQ8NqXxgGrP2\n2ti+33CltnHv8vX2\n-----END CERTIFICATE-----\n",
	certificateKey: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCrCCxx+NjVv+So\nzDPYYgxqVPLErYoaZlaFccHVnkD7YsgOnMDQ1bkI4Gb+r3KDNqQjL8kO934Dh//F\nibSMo7efMLrfd/JlBUdy+EPMxV2ELhfV4nb0FGXBFrwRICJb6mmuI5pExR2FE56W\nEps7kNnqg7g8cwXVxzclcPs3bh8MBNDVUCYmMChtVgCklsLgdjXl0wWoGER0IG3I\n8KJvMECe+llVMxuo1Yo5AWBefAqHpj47UkZrS8tnblFx7QfkzAFauG483igj68LH\nvdiujymlpsL1TgFmyUFqn1qW1iKGH9V3bIRn5be5ZlV0Lr5HQEVES73Zr+lrIfvy\nEuLnyEmrAgMBAAECggEAL+VVFQG8L3fSoBa3eiRTF7/8UGnM4AHCvxIRVzI/Pmb2\nYWkycgk4DS1SioY1iltV8eii5IcYigKe9QHQRwZeGL17x7L+dZ3Z2W9/BSxMOQTz\nddk6uLWxnTYxqpYWKSlnOPYNcK7GyoqpAZvqTu8Mp6kFgiAwBSMJ5XlTUL2NAj8t\ntvy9bwDNst/O9Csa1f/Qe7b+YCSOaetUdL0q3+NagSFzs/wzcWfc2+eUD5ZMu6Tt\nYB8W14hxUGappOE4SvgHC+UPlYrM9UY1e5axwmcRqjPr8wTcVbe+Ei9F469O3PLk\nyOMBUD1mIIg4WaQCm81KFqaNgaXNYzy1q1JcfK93aQKBgQDZmmXssHqCP63MVx4B\nIoV244hpW65GDLHCMybW7zdhI9n7r04y55lePM5MHKcE0e2Y3ydbU1BysgvElM+E\nT8pRSKkvOy1+Nr9uCEE9HAzske6+1PFS/yBPaXfhxXSasBMFdoz9NaBD/SQFR6+X\nBH6bJnveIGAxubAhIcEhHr2FfQKBgQDJNg3w7icuea8nNIRHQdgM3PG24fySlo3z\nr1HQVty7p22S9ClZcAysQqmA/BkA8K/iyhARUXz81K+k2Q7hIhfL1Flga1FqTjY1\nyOZOTyq81EIT9YAbIHNtXhp08NUdmXXdGrHw6PJ3YH/0OeHkfbgOL2DeQafGaI/D\nEppgXfyURwKBgQC5hAF7beW0H5gLiwYgj47bkhZdRHVqcS4nU7a8LYu4PHl+MrHn\ngj3l8s8qYo8d89+toiqKmJgQgKy5tujIc8IX1GuwwbICVaiUpWMBN2XpVm0FssPf\nL3UbXt5+0/maW5yL3stKoKp27F0GR1xy0rkhiwi1kkKQgi+fv4hItU18fQKBgBmi\n13fhAAD95AEcwdXKX9qTtABXHrUWlZN8vPHMf2cxV9anYTVR/2tbOvmCJTVndSFy\nGUX7me8kshRQy4KHs3x228RbKA5hVKrZo+5KS+mvKZQdbWsHYW2H1dscbCrPSKMZ\nKZ7GL05ibysQzOUt12uHQdJPjy7KV7bFAgJRN0M1AoGAcOQSAqyaRSGnaTECWR17\n1dyF3+AZvxQCl/YdTKaNwnezh+Q5AdEm8Piuts+ikJCkf9l+R0tbKcAAoV0ur37X\nvvTfT+nOeIeP3mltnNEMAl+uvZ1LWggeQZOE+ekRR4lCHnJV3cFZq6TFZMsem26/\nscq7abt/3hTjlEYDBA4vTj4=\n-----END PRIVATE KEY-----\n",
};
const crypto_ = require("crypto");
const { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, generateKeyPair, generateKeySync, KeyObject, SecretKeyObject } = crypto_;
const { createSign, createVerify, sign, verify, X509Certificate } = crypto_;
const { Buffer } = require("buffer");
const data = Buffer.from("data");
const first = (text) => text.split("\n")[0];

test("keys are read in every form that Node writes", () => {
	for (const name of ["ec", "ecSec1", "ed", "rsa", "rsaPkcs1"]) {
		const key = createPrivateKey(keys[name]);
		assertEquals([key.type, key.asymmetricKeyType], ["private", { ec: "ec", ed: "ed25519", rs: "rsa" }[name.slice(0, 2)]]);
		assertEquals(createPublicKey(keys[name]).type, "public");
	}
	for (const name of ["encrypted", "encryptedPkcs1"]) {
		assert(createPrivateKey({ key: keys[name], passphrase: "secret" }).equals(createPrivateKey(keys.rsa)));
		assertThrows(() => createPrivateKey(keys[name]), Error, "Failed to parse private key");
		assertThrows(() => createPrivateKey({ key: keys[name], passphrase: "wrong" }), Error, "Failed to parse private key");
	}
	assert(createPublicKey(keys.ecPublic).equals(createPublicKey(keys.ec)));
	const der = createPrivateKey(keys.ec).export({ type: "pkcs8", format: "der" });
	assert(createPrivateKey({ key: der, format: "der", type: "pkcs8" }).equals(createPrivateKey(keys.ecSec1)));
	assertEquals(createPublicKey(keys.certificate).asymmetricKeyType, "rsa");
});

test("what is no key is refused", () => {
	assertThrows(() => createPrivateKey("nope"), Error, "Failed to parse private key");
	assertThrows(() => createPublicKey("nope"), Error, "Failed to parse public key");
	assertThrows(() => createPrivateKey(keys.ecPublic), Error, "Failed to parse private key");
	assertThrows(() => createPrivateKey(5), TypeError, 'The "options.key" property must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, or Object. Received undefined');
	assertThrows(() => createPublicKey(), TypeError, 'The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, or Object. Received undefined');
	assertThrows(() => createPublicKey(createPublicKey(keys.ec)), TypeError, 'The "key" argument must be an instance of PrivateKeyObject. Received an instance of PublicKeyObject');
	assertThrows(() => createPublicKey({ key: { kty: "nope" }, format: "jwk" }), Error, "JWK public key import is not implemented for this key type");
	assertThrows(() => createPrivateKey({ key: createPublicKey(keys.ec).export({ format: "jwk" }), format: "jwk" }), Error, "EC JWK missing d parameter");
	assertThrows(() => new KeyObject("secret", {}), Error, "Illegal constructor");
	assertThrows(() => KeyObject.from(5), TypeError, 'The "key" argument must be an instance of CryptoKey. Received type number (5)');
});

test("keys are written in the platform's forms", () => {
	const rsa = createPrivateKey(keys.rsa);
	const ec = createPrivateKey(keys.ec);
	assertEquals(rsa.export({ type: "pkcs8", format: "pem" }), keys.rsa);
	assertEquals(rsa.export({ type: "pkcs1", format: "pem" }), keys.rsaPkcs1);
	assertEquals(createPublicKey(rsa).export({ type: "spki", format: "pem" }), keys.rsaPublic);
	assertEquals(ec.export({ type: "sec1", format: "pem" }), keys.ecSec1);
	assertEquals(first(createPublicKey(rsa).export({ type: "pkcs1", format: "pem" })), "-----BEGIN RSA PUBLIC KEY-----");
	assertEquals(first(createPublicKey(rsa).export({ type: "pkcs8", format: "pem" })), "-----BEGIN PUBLIC KEY-----");
	assertThrows(() => rsa.export({ type: "spki", format: "pem" }), Error, "Failed to export key");
	assertThrows(() => rsa.export({ type: "sec1", format: "pem" }), Error, "The selected key encoding sec1 can only be used for EC keys.");
	assertThrows(() => ec.export({ type: "pkcs1", format: "pem" }), Error, "The selected key encoding pkcs1 can only be used for RSA keys.");
	assertThrows(() => rsa.export(), TypeError, "Missing type option");
	assertThrows(() => rsa.export({ type: "nope", format: "pem" }), Error, "Invalid key encoding");
	assertThrows(() => rsa.export({ type: "spki", format: "nope" }), Error, "Invalid key format");
	for (const type of ["pkcs8", "pkcs1"]) {
		const text = rsa.export({ type, format: "pem", cipher: "aes-256-cbc", passphrase: "x" });
		assert(createPrivateKey({ key: text, passphrase: "x" }).equals(rsa), type);
	}
});

test("JSON Web Keys go in and out", () => {
	for (const name of ["ec", "ed", "rsa"]) {
		const key = createPrivateKey(keys[name]);
		const jwk = key.export({ format: "jwk" });
		assertEquals(Object.keys(jwk).join(), "kty,use,key_ops,alg,ext,crv,x,y,d,n,e,p,q,dp,dq,qi,oth,k,pub,priv");
		assert(createPrivateKey({ key: jwk, format: "jwk" }).equals(key), name);
		assert(createPublicKey({ key: jwk, format: "jwk" }).equals(createPublicKey(key)), name);
	}
	assertEquals(JSON.parse(JSON.stringify(createSecretKey(Buffer.from("abc")).export({ format: "jwk" }))), { kty: "oct", ext: true, k: "YWJj" });
});

test("secret keys hold bytes", async () => {
	const key = createSecretKey(Buffer.from("abc"));
	assertEquals([key.type, key.symmetricKeySize, key.export().toString(), Object.prototype.toString.call(key)], ["secret", 3, "abc", "[object KeyObject]"]);
	assert(key instanceof KeyObject && key instanceof SecretKeyObject && key.equals(createSecretKey("abc", "utf8")) && !key.equals(5));
	assertThrows(() => key.export({ format: "pem" }), TypeError, "Invalid format for secret key export: pem");
	assertThrows(() => createSecretKey(5), TypeError, "Failed to execute 'createSecretKey' on 'CryptoImpl': parameter 1 is not of type 'BufferSource'.");
	assertEquals(generateKeySync("hmac", { length: 64 }).symmetricKeySize, 8);
	assertThrows(() => generateKeySync("aes", { length: 5 }), TypeError, "The property 'options.length' must be one of: 128, 192, 256. Received 5");
	const web = await crypto.subtle.importKey("raw", Buffer.from("0123456789abcdef"), "AES-GCM", true, ["encrypt"]);
	assertEquals(KeyObject.from(web).export().toString(), "0123456789abcdef");
});

test("pairs are made", async () => {
	const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
	assertEquals([ec.publicKey.type, ec.privateKey.type, ec.publicKey.asymmetricKeyDetails], ["public", "private", { modulusLength: undefined, publicExponent: undefined, divisorLength: undefined, namedCurve: "prime256v1" }]);
	const text = generateKeyPairSync("rsa", { modulusLength: 1024, publicKeyEncoding: { type: "pkcs1", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } });
	assertEquals([first(text.publicKey), first(text.privateKey)], ["-----BEGIN RSA PUBLIC KEY-----", "-----BEGIN ENCRYPTED PRIVATE KEY-----"]);
	assertEquals(String(createPublicKey(text.publicKey).asymmetricKeyDetails.publicExponent), "65537");
	const types = await new Promise((resolve) => generateKeyPair("x25519", {}, (error, a, b) => resolve([error, a.asymmetricKeyType, b.type])));
	assertEquals(types, [null, "x25519", "private"]);
	assertEquals(generateKeyPairSync("dh", { group: "modp14" }).privateKey.asymmetricKeyType, "dh");
	assertThrows(() => generateKeyPairSync("ed448"), TypeError, "The argument 'type' must be one of: 'rsa', 'ec', 'ed25519', 'x25519', 'dh'. Received 'ed448'");
	assertThrows(() => generateKeyPairSync("ec", { namedCurve: "secp256k1" }), Error, "Failed to initialize key");
	assertThrows(() => generateKeyPairSync("ec", { namedCurve: "nope" }), Error, "Invalid or unsupported curve");
	assertThrows(() => generateKeyPairSync("rsa", { modulusLength: 100 }), Error, "Failed to set modulus length");
	assertThrows(() => generateKeyPairSync("rsa", { modulusLength: 511 }), Error, "Failed to generate key");
	assertThrows(() => generateKeyPairSync("rsa"), TypeError, 'The "options.modulusLength" property must be of type number. Received undefined');
});

test("signatures of Node are verified", () => {
	const of = (name) => Buffer.from(keys[name], "base64");
	assert(verify("sha256", data, keys.rsaPublic, of("rsaSignature")));
	const streamed = (options) => createVerify("sha256").update(data).verify({ key: keys.rsaPublic, ...options }, of("pssSignature"));
	assertEquals([streamed({ padding: 6, saltLength: 32 }), streamed({ padding: 6 }), streamed({ padding: 6, saltLength: 20 }), streamed({})], [true, true, false, false]);
	assert(verify("sha256", data, keys.ecPublic, of("ecSignature")));
	assert(verify("sha256", data, { key: keys.ecPublic, dsaEncoding: "ieee-p1363" }, of("ecP1363")));
	assert(verify(null, data, keys.edPublic, of("edSignature")));
	assert(createVerify("RSA-SHA256").update("da").update("ta").verify(keys.rsaPublic, keys.rsaSignature, "base64"));
	for (const key of [keys.rsaPublic, keys.ecPublic]) assertEquals(verify("sha256", data, key, Buffer.alloc(3)), false);
});

test("what is signed is verified", async () => {
	assertEquals(sign("sha256", data, keys.rsa).toString("base64"), keys.rsaSignature);
	assertEquals(sign(null, data, keys.ed).toString("base64"), keys.edSignature);
	assert(verify("sha256", data, keys.ecPublic, sign("sha256", data, keys.ec)));
	const raw = sign("sha256", data, { key: keys.ec, dsaEncoding: "ieee-p1363" });
	assertEquals([raw.length, verify("sha256", data, { key: keys.ecPublic, dsaEncoding: "ieee-p1363" }, raw)], [64, true]);
	const stream = createSign("sha256");
	stream.write("data");
	stream.end();
	assertEquals(stream.sign(keys.rsa, "base64"), keys.rsaSignature);
	assertThrows(() => stream.sign(keys.rsa), Error, "Signing context has already been finalized");
	assertEquals(await new Promise((resolve) => sign("sha256", data, createPrivateKey(keys.rsa), (error, s) => resolve([error, s.length]))), [null, 128]);
});

test("signing goes wrong in the platform's words", () => {
	assertThrows(() => createSign("nope"), Error, "Unknown digest: nope");
	assertThrows(() => sign("nope", data, keys.rsa), Error, "Unknown digest: nope");
	assertThrows(() => createSign("sha256").update("a").sign(), Error, "No key provided to sign");
	assertThrows(() => sign("sha256", data, createPublicKey(keys.rsa)), Error, "Invalid key object type public, expected private.");
	assertThrows(() => sign("sha256", data, keys.ed), Error, "Failed to initialize signing context");
	assertThrows(() => createSign("sha256").update("a").sign(keys.ed), Error, "Failed to set signature digest");
	assertThrows(() => sign("sha256", data, createSecretKey(data)), TypeError, `The "options" argument must be an instance of PublicKeyObject, PrivateKeyObject, CryptoKey, or Object. Received type string ('secret')`);
	assertThrows(() => verify("sha256", data, createSecretKey(data), data), Error, "Invalid key for verification operation");
	assertThrows(() => sign("sha256", "data", keys.rsa), TypeError, `The "data" argument must be an instance of Buffer, TypedArray, or DataView. Received type string ('data')`);
	const signed = (options) => () => createSign("sha256").update("a").sign({ key: keys.rsa, ...options });
	assertThrows(signed({ padding: 4 }), Error, "Failed to set RSA parameters for signature");
	assertThrows(signed({ padding: 3 }), Error, "Failed to set signature digest");
	assertThrows(signed({ padding: 6, saltLength: -5 }), Error, "Failed to set RSA parameters for signature");
	assertThrows(signed({ padding: 6, saltLength: 2 ** 31 - 1 }), Error, "Failed to generate signature");
	assertThrows(() => sign("sha256", data, { key: createPrivateKey(keys.rsa) }), TypeError, 'The "options.key" property must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, or Object. Received an instance of PrivateKeyObject');
});

test("RSA encrypts", () => {
	const { publicEncrypt, privateDecrypt, privateEncrypt, publicDecrypt } = crypto_;
	const oaep = (oaepHash) => ({ padding: 4, oaepHash });
	assertEquals(privateDecrypt({ key: keys.rsa, ...oaep("sha1") }, Buffer.from(keys.oaep, "base64")).toString(), "data");
	const there = (to, back) => privateDecrypt({ key: keys.rsa, ...back }, publicEncrypt({ key: keys.rsaPublic, ...to }, data)).toString();
	// Without options it is PKCS #1, and OAEP is with SHA-256.
	for (const [to, back] of [[{}, { padding: 1 }], [{ oaepHash: "sha1" }, {}], [{ padding: 4 }, oaep("sha256")], [oaep("SHA384"), oaep("sha384")]]) assertEquals(there(to, back), "data");
	assertThrows(() => there({ padding: 4 }, oaep("sha1")), Error, "Failed to cipher/decipher");
	assertEquals(publicDecrypt(keys.rsaPublic, privateEncrypt(keys.rsa, data)).toString(), "data");
	assertThrows(() => privateDecrypt(keys.rsa, Buffer.alloc(128)), Error, "Failed to cipher/decipher");
	assertThrows(() => publicEncrypt(keys.ecPublic, data), Error, "publicEncrypt() currently only supports RSA keys");
	assertThrows(() => privateEncrypt({ key: keys.rsa, padding: 4 }, data), Error, "Failed to set the padding");
	assertThrows(() => publicEncrypt({ key: keys.rsaPublic, padding: 4, oaepHash: "nope" }, data), Error, "Unsupported hash digest");
	assertThrows(() => publicEncrypt({ key: keys.rsaPublic, padding: "x" }, data), TypeError, `The "options.padding" property must be of type number. Received type string ('x')`);
	assertThrows(() => publicEncrypt(keys.rsaPublic, 5), TypeError, "Failed to execute 'publicEncrypt' on 'CryptoImpl': parameter 2 is not of type 'BufferSource'.");
});

test("keys for RSA may stand in options, as objects and as JSON Web Keys", () => {
	const { publicEncrypt, privateDecrypt } = crypto_;
	const privateKey = createPrivateKey(keys.rsa), publicKey = createPublicKey(keys.rsaPublic);
	for (const [to, back] of [[publicKey, privateKey], [publicKey.export({ format: "jwk" }), privateKey.export({ format: "jwk" })]]) {
		assertEquals(privateDecrypt({ key: back, padding: 4 }, publicEncrypt({ key: to, padding: 4 }, data)).toString(), "data");
	}
	assertThrows(() => publicEncrypt({ key: privateKey }, data), Error, "Invalid key object type private, expected public.");
	assertThrows(() => publicEncrypt(createSecretKey(data), data), Error, "Invalid key object type secret, expected public.");
	assertEquals(createPublicKey({ key: publicKey.export({ format: "jwk" }) }).asymmetricKeyType, "rsa");
	assertThrows(() => createPublicKey({ key: keys.rsaPublic, format: "jwk" }), TypeError, "The argument 'format' must be one of: 'pem', 'der'. Received 'jwk'");
	assertThrows(() => createPublicKey({ key: {} }), Error, "JWK public key import is not implemented for this key type");
});

test("a certificate tells what is in it", () => {
	const x = new X509Certificate(keys.certificate);
	assertEquals(x.subject, "C=DE\nO=Paddock\nCN=example.com");
	assertEquals(x.subjectAltName, "DNS:example.com, DNS:*.example.org, IP Address:127.0.0.1, email:a@example.com, URI:http://example.com/x");
	assertEquals(x.infoAccess, "OCSP - URI:http://ocsp.example.com/\nCA Issuers - URI:http://ca.example.com/x\n");
	assertEquals([x.validFrom, x.validTo], ["Nov 25 23:35:49 2026 GMT", "Nov 22 23:35:49 2036 GMT"]);
	assertEquals(x.fingerprint, "8A:DC:C2:52:CF:56:01:74:02:73:4A:57:87:36:5D:25:B0:D5:49:80");
	assertEquals(x.serialNumber, "63ADF590198DD5F9363C8BA02DA2F6E00D3DAC26");
	assertEquals([x.ca, x.raw.length, x.publicKey.asymmetricKeyType, x.toString() === keys.certificate, x.toJSON() === keys.certificate], [false, 1068, "rsa", true, true]);
	assertEquals(["example.com", "foo.example.org", "a.b.example.org", "nope.com", "EXAMPLE.COM"].map((h) => x.checkHost(h)), ["example.com", "*.example.org", undefined, undefined, "example.com"]);
	assertEquals([x.checkEmail("a@example.com"), x.checkEmail("b@example.com"), x.checkIP("127.0.0.1"), x.checkIP("1.1.1.1")], ["a@example.com", undefined, "127.0.0.1", undefined]);
	assertEquals([x.verify(x.publicKey), x.checkIssued(x), x.checkPrivateKey(createPrivateKey(keys.certificateKey))], [true, false, true]);
	assertEquals(x.toLegacyObject().subject, { C: "DE", O: "Paddock", CN: "example.com" });
	assertThrows(() => new X509Certificate("nope"), TypeError, "The argument 'buffer' is not a valid certificate. Received <Buffer 6e 6f 70 65>");
	assertThrows(() => x.checkIP("nope"), Error, "Invalid IP");
});

test("a member that a JWK lacks is named", () => {
	const without = (key, member, make = createPublicKey) => {
		const jwk = (make === createPublicKey ? createPublicKey : createPrivateKey)(key).export({ format: "jwk" });
		delete jwk[member];
		return () => make({ key: jwk, format: "jwk" });
	};
	assertThrows(without(keys.ec, "crv"), Error, "EC JWK missing crv parameter");
	assertThrows(without(keys.ec, "y"), Error, "EC JWK missing y parameter");
	assertThrows(without(keys.rsa, "e"), Error, "RSA JWK missing e parameter");
	assertThrows(without(keys.rsa, "dq", createPrivateKey), Error, "RSA JWK missing dq parameter");
	assertThrows(without(keys.ed, "crv"), Error, "OKP JWK missing crv parameter");
});

test("promises of key pairs give both keys", async () => {
	const { publicKey, privateKey } = await require("util").promisify(require("crypto").generateKeyPair)("ed25519", {});
	assertEquals([publicKey.asymmetricKeyType, privateKey.type], ["ed25519", "private"]);
});

test("a key object becomes a CryptoKey", async () => {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const signing = privateKey.toCryptoKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
	const verifying = publicKey.toCryptoKey({ name: "ECDSA", namedCurve: "P-256" }, true, new Set(["verify"]));
	const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signing, new Uint8Array(3));
	assertEquals([signing.type, signing.extractable, await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, verifying, signature, new Uint8Array(3))], ["private", false, true]);
	const secret = createSecretKey(Buffer.alloc(32, 1));
	assertEquals(secret.toCryptoKey("AES-GCM", true, ["encrypt"]).algorithm, { name: "AES-GCM", length: 256 });
	assertThrows(() => secret.toCryptoKey("AES-GCM", true), TypeError, 'The "keyUsages" argument must be an instance of Iterable. Received undefined');
	const failure = (f) => {
		try {
			f();
		} catch (error) {
			return String(error);
		}
	};
	assertEquals(failure(() => secret.toCryptoKey("AES-GCM", true, [])), "SyntaxError: Secret/private CryptoKeys must have at least one usage.");
	assertEquals(failure(() => publicKey.toCryptoKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["verify"])), 'DataError: "algorithm.namedCurve" "P-384" does not match the curve specified by the input key data.');
});

test("what cannot be extracted is not exported, and equals nothing", async () => {
	const sealed = KeyObject.from(await crypto.subtle.importKey("raw", new Uint8Array(16), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]));
	assertThrows(() => sealed.export(), TypeError, "Unable to export non-extractable key");
	assertThrows(() => sealed.toCryptoKey("AES-GCM", true, ["encrypt"]), TypeError, "Unable to export non-extractable key");
	assertEquals(sealed.equals(createSecretKey(Buffer.alloc(16))), false);
});

test("keys of DSA are read and written", () => {
	const p = "00ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff";
	const number = (hex) => `02${length(hex)}${hex}`;
	const length = (hex) => {
		const n = hex.length / 2;
		return n < 128 ? n.toString(16).padStart(2, "0") : n < 256 ? `81${n.toString(16)}` : `82${n.toString(16).padStart(4, "0")}`;
	};
	const body = ["00", p, "00f7", "02", "04", "05"].map(number).join("");
	const der = Buffer.from(`30${length(body)}${body}`, "hex");
	const pem = `-----BEGIN DSA PRIVATE KEY-----\n${der.toString("base64")}\n-----END DSA PRIVATE KEY-----\n`;
	const key = createPrivateKey(pem);
	assertEquals([key.type, key.asymmetricKeyType, key.asymmetricKeyDetails.modulusLength], ["private", "dsa", 1024]);
	const again = createPrivateKey(key.export({ type: "pkcs8", format: "pem" }));
	const open = createPublicKey(createPublicKey(key).export({ type: "spki", format: "pem" }));
	assertEquals([again.equals(key), open.equals(createPublicKey(key)), open.asymmetricKeyDetails.divisorLength], [true, true, 8]);
	assertThrows(() => key.export({ format: "jwk" }), Error, "Key type is invalid for JWK export");
});

test("pairs of RSA and Diffie-Hellman are made of what is given", () => {
	const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024, publicExponent: 3 });
	assertEquals(String(publicKey.asymmetricKeyDetails.publicExponent), "3");
	assertEquals(generateKeyPairSync("dh", { prime: Buffer.from([23]), generator: 5 }).privateKey.asymmetricKeyType, "dh");
	assertThrows(() => generateKeyPairSync("dh", {}), Error, "At least one of the group, prime, or primeLength options");
	assertThrows(() => generateKeyPairSync("dh", { prime: Buffer.alloc(1025) }), RangeError, "DH prime exceeds maximum size");
	assertThrows(() => generateKeyPairSync("rsa", { modulusLength: 16385 }), RangeError, "RSA modulusLength exceeds maximum (16384)");
});

test("a short key of RSA has a length that the platform makes, and works", () => {
	const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 600, publicExponent: 3 });
	assertEquals(publicKey.asymmetricKeyDetails.modulusLength, 512);
	const { privateDecrypt, publicEncrypt } = require("crypto");
	const text = Buffer.from("short");
	assertEquals(privateDecrypt(privateKey, publicEncrypt(publicKey, text)).toString(), "short");
	assertEquals(verify("sha256", text, publicKey, sign("sha256", text, privateKey)), true);
});
