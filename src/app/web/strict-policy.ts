// The content security policy allows no code made from text. Zod would try once and be reported; told beforehand, it
// does not try. Imported before anything that imports Zod.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
