/** A Chromium on this machine, or `undefined`; `CHROMIUM_PATH` wins. */
export declare const findBrowser: (env?: NodeJS.ProcessEnv) => string | undefined;
