import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { longText, optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { sessionParams } from './contract.ts';

const ownState = z.strictObject({
  signedUp: z.boolean(),
  attended: z.boolean(),
  clashes: z.array(
    z.strictObject({
      id: idText(),
      title: z.string(),
      startsAt: instantText(),
      endsAt: instantText(),
    }),
  ),
});

export const signUp = endpoint({
  name: 'info-sessions.signUp',
  method: 'POST',
  path: '/api/info-sessions/:sessionId/sign-up',
  summary: '本人报名参加说明会；与已报名的场次时间重叠时会提示',
  params: sessionParams,
  body: z.strictObject({}),
  output: ownState,
});

export const signOff = endpoint({
  name: 'info-sessions.signOff',
  method: 'DELETE',
  path: '/api/info-sessions/:sessionId/sign-up',
  summary: '本人取消报名',
  params: sessionParams,
  output: ownState,
});

export const showCode = endpoint({
  name: 'info-sessions.showCode',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/code',
  summary: '主办组织在会上展示的签到码，每两分钟更换',
  params: sessionParams,
  output: z.strictObject({
    /** Null outside the session's time. */
    code: z.string().nullable(),
    /** When the next one comes. */
    changesAt: instantText().nullable(),
    opensAt: instantText(),
    closesAt: instantText(),
    attendedCount: z.int(),
  }),
});

export const attend = endpoint({
  name: 'info-sessions.attend',
  method: 'POST',
  path: '/api/info-sessions/:sessionId/attendance',
  summary: '本人用会上的签到码签到',
  params: sessionParams,
  body: z.strictObject({
    code: z
      .string()
      .max(40)
      .overwrite((text) => text.normalize('NFKC').replace(/\D/g, ''))
      .refine((text) => /^\d{6}$/.test(text), { error: '请填写会上显示的 6 位数字签到码' }),
  }),
  output: ownState,
});

const attendeeRow = z.strictObject({
  accountId: idText(),
  institutionName: z.string(),
  /** Names are for the person's own institution and the office; the host sees institutions. */
  name: z.string().nullable(),
  signedUpAt: instantText().nullable(),
  attendedAt: instantText().nullable(),
});

export type AttendeeRow = z.output<typeof attendeeRow>;

export const listAttendees = endpoint({
  name: 'info-sessions.attendees',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/attendees',
  summary: '报名和签到情况：主办组织和项目办看全部，院校看本校',
  personal: true,
  params: sessionParams,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      state: z.enum(['attended', 'absent']).optional(),
    },
    ['institutionName', 'signedUpAt', 'attendedAt'],
  ),
  output: listOutput(attendeeRow),
});

const questionRow = z.strictObject({
  id: idText(),
  question: z.string(),
  askedAt: instantText(),
  /** Null where the reader is not told who asked. */
  askedBy: z.string().nullable(),
  certificateName: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: instantText().nullable(),
  isHidden: z.boolean(),
  hiddenReason: z.string().nullable(),
  isMine: z.boolean(),
});

export type QuestionRow = z.output<typeof questionRow>;

const questions = z.strictObject({ rows: z.array(questionRow) });

export const listQuestions = endpoint({
  name: 'info-sessions.questions',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/questions',
  summary: '一场说明会的提问和答复；未答复的只有提问的院校、主办组织和项目办能看到',
  params: sessionParams,
  output: questions,
});

export const askQuestion = endpoint({
  name: 'info-sessions.ask',
  method: 'POST',
  path: '/api/info-sessions/:sessionId/questions',
  summary: '院校人员提问',
  params: sessionParams,
  body: z.strictObject({
    question: longText(500, '问题'),
    /** One of the session's certificates; null when it is about all of them. */
    certificateId: idText('请选择这场说明会的证书').nullable().default(null),
  }),
  output: questions,
});

const questionParams = sessionParams.extend({ questionId: idText() });

export const answerQuestion = endpoint({
  name: 'info-sessions.answer',
  method: 'PUT',
  path: '/api/info-sessions/:sessionId/questions/:questionId/answer',
  summary: '主办组织答复或改写答复；答复后问题和答复对社会公开，不显示提问人',
  params: questionParams,
  body: z.strictObject({ answer: longText(2000, '答复') }),
  output: questions,
});

export const hideQuestion = endpoint({
  name: 'info-sessions.hide',
  method: 'POST',
  path: '/api/info-sessions/:sessionId/questions/:questionId/hiding',
  summary: '项目办把问题和答复从公开页面撤下，或恢复',
  params: questionParams,
  body: z.strictObject({ hidden: z.boolean(), reason: optionalText(300, '原因') }),
  output: questions,
});

export const certificateAnswers = endpoint({
  name: 'info-sessions.certificateAnswers',
  method: 'GET',
  path: '/api/info-session-answers/:certificateId',
  summary: '一个证书的说明会问答（公开）：最近 100 条已答复的问题',
  params: z.strictObject({ certificateId: idText() }),
  output: z.strictObject({
    rows: z.array(
      z.strictObject({
        id: idText(),
        question: z.string(),
        answer: z.string(),
        answeredAt: instantText(),
        sessionId: idText(),
        sessionTitle: z.string(),
      }),
    ),
  }),
});

export const downloadIcs = endpoint({
  name: 'info-sessions.downloadIcs',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/calendar.ics',
  summary: '一场说明会的日历文件，含参会方式',
  params: sessionParams,
  output: z.unknown(),
});
