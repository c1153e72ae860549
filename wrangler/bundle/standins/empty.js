export default Object.freeze({ __proto__: null });
