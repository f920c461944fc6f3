/** What the user reads when a constraint of this feature's table refuses a row. */
export const workbenchConstraintTexts = {
  one_live_calendar_feed_per_person: {
    code: 'workbench.calendar_made_elsewhere',
    text: '订阅地址刚在另一个窗口重新生成，请刷新页面后再试',
  },
  one_calendar_feed_per_token: {
    code: 'workbench.calendar_again',
    text: '没有生成订阅地址，请再试一次',
  },
} as const;
