import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';

/** What a user reads when a constraint of this feature's tables refuses a row. */
export const infoSessionConstraintTexts = {
  info_session_ends_after_it_starts: {
    code: 'info-sessions.ends_before_start',
    text: '结束时间应当晚于开始时间，请检查日期和上午下午',
    field: 'endsAt',
  },
} as const;

export const sessionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'info-sessions.not_found',
    '没有找到这场说明会，可能尚未发布，或已由主办组织删除，请从日历重新打开',
  );

export const materialNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'info-sessions.material_not_found',
    '没有找到这份材料，可能已被更换，请从说明会页面重新打开',
  );

export const questionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'info-sessions.question_not_found',
    '没有找到这个问题，请刷新页面后重试',
  );

export const refuseFindings = (findings: readonly Finding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  throw new DomainError('unprocessable', first.code, first.text, { field: first.field, findings });
};

export const foreignCertificate = (): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.foreign_certificate',
    '只能为本组织的证书举办说明会，请重新选择证书',
    { field: 'certificateIds' },
  );

export const tooManyMaterials = (most: number): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.too_many_materials',
    `材料已有 ${most} 份，请先移除不用的，或合并为一个 PDF`,
  );

export const notOpenForSignUp = (): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.not_open',
    '这场说明会已经结束或已取消，不能再报名或取消报名',
  );

export const codeNotOpen = (window: {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.code_closed',
    `签到时间为 ${formatBeijing(window.opensAt)} 至 ${formatBeijing(window.closesAt)}（北京时间），请在这段时间内签到`,
  );

export const wrongCode = (left: number): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.wrong_code',
    `签到码不对，它每两分钟更换一次，请看会上正在显示的 6 位数字；还可以试 ${left} 次`,
    { field: 'code' },
  );

export const tooManyCodes = (seconds: number): DomainError =>
  new DomainError(
    'too_many',
    'info-sessions.too_many_codes',
    `签到码输错次数太多，请约 ${Math.ceil(seconds / 60)} 分钟后再试，或请主办组织在会上重新读一遍`,
    { retryAfter: seconds },
  );

export const notHeld = (): DomainError =>
  new DomainError('conflict', 'info-sessions.not_held', '说明会举行之后才能登记回放');

export const notOpenForQuestions = (): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.no_questions',
    '这场说明会已取消，不能再提问，请直接联系主办组织',
  );

export const tooManyQuestions = (most: number): DomainError =>
  new DomainError(
    'unprocessable',
    'info-sessions.too_many_questions',
    `您还有 ${most} 个问题没有得到答复，请等答复后再问，或把问题合在一起`,
  );
