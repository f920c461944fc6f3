import type { HandoverSource } from '../../platform/handover.ts';
import { moveQuestions, moveSignUps, openQuestionsOf, signUpsOf } from './handover-queries.ts';

/** What names one person of a school here: sessions to go to, and questions that wait (四.1). */
export const infoSessionHandovers: readonly HandoverSource[] = [
  {
    name: 'info-sessions.signUp',
    label: '已报名的说明会',
    list: signUpsOf,
    move: moveSignUps,
  },
  {
    name: 'info-sessions.question',
    label: '等待答复的提问',
    list: openQuestionsOf,
    move: moveQuestions,
  },
];
