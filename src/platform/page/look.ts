/** How somebody wants the public pages: kept in a cookie, because the pages need no script. */
export interface Look {
  /** Absent: as the system is set. */
  readonly theme?: 'light' | 'dark';
  /** 大字版. */
  readonly isLarge: boolean;
  /** Inside DingTalk or WeChat, whose built-in browsers often cannot keep a file. */
  readonly isInApp: boolean;
}

export const LOOK_COOKIE = 'onex-look';

const IN_APP = /MicroMessenger|DingTalk|AliApp\(DingTalk|QQ\//i;

/** The choice as the cookie holds it: `dark.large`; whatever else it says counts as not chosen. */
export const lookOf = (cookie: string | undefined, agent: string | undefined): Look => {
  const words = (cookie ?? '').split('.');
  const theme = words.find((word) => word === 'light' || word === 'dark');
  return {
    ...(theme === undefined ? {} : { theme }),
    isLarge: words.includes('large'),
    isInApp: IN_APP.test(agent ?? ''),
  };
};

/** What the cookie holds of a choice; '' is the look that nobody chose. */
export const cookieOf = ({ theme, isLarge }: Pick<Look, 'theme' | 'isLarge'>): string =>
  [theme, isLarge ? 'large' : undefined].filter((word) => word !== undefined).join('.');

/** The part of a key under which pages of this look are kept. */
export const lookKey = (look: Look): string => `${cookieOf(look)}${look.isInApp ? '.app' : ''}`;
