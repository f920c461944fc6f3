import { DomainError } from '../../kernel/error.ts';

/** One answer for every link that does not work, so that it tells nothing; it says what to do. */
export const linkInvalid = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.link_invalid',
    '这个链接不能用了：可能已经用过、超过 72 小时，或已被新的链接代替。已设置过密码的，请直接登录；否则请联系本单位管理员或项目办重新发送链接',
  );

export const wrongCurrentPassword = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.wrong_current_password',
    '现在的密码不正确，请重新输入；忘记密码请联系本单位管理员发送重设链接',
    { field: 'currentPassword' },
  );

export const wrongProof = (): DomainError =>
  new DomainError('unprocessable', 'accounts.wrong_proof', '密码或验证码不正确，请重新输入', {
    field: 'proof',
  });

/** Somebody ended this sign-in while its request was being worked on. */
export const sessionGone = (): DomainError =>
  new DomainError(
    'unauthenticated',
    'session.missing',
    '您的登录刚被结束，可能是管理员重设了密码。请重新登录；登录不上请联系本单位管理员或项目办',
  );

export const personNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'accounts.not_found',
    '没有找到这个账号，可能已被删除，或不属于您管理的单位',
  );

export const bodyNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'accounts.organization_not_found',
    '没有找到这个单位，可能已停用，或不属于您的管理范围',
    { field: 'organizationId' },
  );

export const sessionNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'accounts.session_not_found',
    '没有找到这处登录，可能已经结束，请刷新页面',
  );

/** Outside the demo the address does not exist, in the words of every address that does not. */
export const noSuchPage = (): DomainError =>
  new DomainError('not_found', 'page.not_found', '没有这个地址，请检查链接，或从首页进入');

/** What the user reads when a constraint of this feature's tables refuses a row (migrations 0003 and 0011). */
export const accountConstraintTexts = {
  one_account_per_login_name: {
    code: 'accounts.login_name_taken',
    text: '这个登录名已有人使用，请换一个，例如加上单位简称或序号',
    field: 'loginName',
  },
  account_status_is_known: {
    code: 'accounts.status_unknown',
    text: '账号状态不正确，请刷新页面后重试',
  },
  account_has_a_role: { code: 'accounts.no_role', text: '请至少选择一个角色', field: 'roles' },
  active_account_has_password: {
    code: 'accounts.no_password',
    text: '该账号还没有设置密码，请用激活链接设置后再试',
  },
  one_session_per_token: { code: 'accounts.session_taken', text: '登录没有成功，请再试一次' },
  one_activation_per_token: { code: 'accounts.link_taken', text: '链接没有生成，请再试一次' },
  activation_purpose_is_known: {
    code: 'accounts.purpose_unknown',
    text: '链接用途不正确，请重新生成',
  },
  one_account_request_per_receipt: {
    code: 'accounts.receipt_taken',
    text: '申请没有提交成功，请再提交一次',
  },
  one_account_request_per_letter: {
    code: 'accounts.letter_used',
    text: '这份授权书已随另一份申请提交，请重新上传后再提交',
    field: 'letterId',
  },
  one_recovery_code_per_index: {
    code: 'accounts.recovery_code_taken',
    text: '恢复码没有生成，请再试一次',
  },
  one_sign_in_step_per_token: { code: 'accounts.step_taken', text: '登录没有成功，请再试一次' },
  one_external_sign_in_per_state: {
    code: 'accounts.state_taken',
    text: '没有转到钉钉，请再试一次',
  },
  one_account_per_external_identity: {
    code: 'accounts.identity_taken',
    text: '这个钉钉已绑定另一个账号，请先在那个账号里解除绑定',
  },
  one_external_identity_per_account: {
    code: 'accounts.identity_linked',
    text: '您的账号已绑定一个钉钉，请先解除绑定再换',
  },
  handover_goes_to_another: {
    code: 'accounts.handover_to_self',
    text: '请选择另一位同事接手',
    field: 'toAccountId',
  },
} as const;
