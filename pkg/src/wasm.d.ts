// `import wasm from "tagpulse/tagpulse.wasm"`, as runtimes and bundlers that take a module give it.

declare const wasm: WebAssembly.Module;
export default wasm;
