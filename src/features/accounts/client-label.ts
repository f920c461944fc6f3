const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/DingTalk/i, '钉钉'],
  [/MicroMessenger/i, '微信'],
  [/360SE|360EE|QIHU/i, '360 浏览器'],
  [/QQBrowser/i, 'QQ 浏览器'],
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bChrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).* Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/Android/i, '安卓'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Macintosh|Mac OS X/i, 'macOS'],
  [/Linux/i, 'Linux'],
];

/** `Chrome 120 · Windows`, so that people know their own sessions; nothing finer is kept of a browser. */
export const clientLabel = (agent: string): string => {
  const browser = BROWSERS.flatMap(([pattern, name]) => {
    const match = pattern.exec(agent);
    return match === null ? [] : [match[1] === undefined ? name : `${name} ${match[1]}`];
  })[0];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  const known = [browser, system].filter((part) => part !== undefined);
  return known.length === 0 ? '其他程序' : known.join(' · ');
};
