/**
 * What the walls of a session let through, written down from the requirement and not from the code (assurance A6, A8,
 * A9): a test holds the two against each other, so that a new endpoint or file needs a line here.
 */

/** The way out for somebody who owes the second factor: enrol, prove the password again for it, or leave. */
export const OPEN_WITHOUT_FACTOR = [
  'accounts.confirmFactor',
  'accounts.getFactor',
  'accounts.proveIdentity',
  'accounts.signOut',
  'accounts.startFactor',
];

/** Where it is asked again who sits there: full numbers, files of people, and what changes how somebody gets in. */
export const NEEDS_PROOF = [
  'accounts.checkProof',
  'accounts.removeFactor',
  'accounts.renewRecoveryCodes',
  'accounts.resetFactor',
  'accounts.revealRequest',
  'accounts.setDingTalk',
  'accounts.setSecurity',
  'accounts.startDingTalkLink',
  'accounts.startFactor',
  'accounts.startView',
  'accounts.unlinkDingTalk',
  'contacts.exportFull',
  'contacts.unmask',
];

/** Lists whose file names people: as a file they need the same proof. */
export const LISTS_OF_PEOPLE = [
  'accounts.listPeople',
  'accounts.listRequests',
  'announcements.recipients',
  'applications.samples',
  'contacts.list',
  'contacts.listDead',
  'filings.listFetches',
  'info-sessions.attendees',
  'notifications.listDeliveries',
];

/** Every other download, and why it may be taken without a further proof. */
export const FREE_DOWNLOADS: Readonly<Record<string, string>> = {
  'accounts.downloadLetter': '一份申请的授权书，办理时逐份核对',
  'announcements.downloadAttachment': '公告附件',
  'applications.downloadPlan': '一件申请的试点工作方案',
  'catalog.importProblems': '导入的检查结果：目录',
  'catalog.importTemplate': '空白模板',
  'documents.download': '资料库文件',
  'filings.ownCsv': '备案名单：单位、证书、人数，没有人名',
  'filings.ownJson': '备案名单：单位、证书、人数，没有人名',
  'filings.publicCsv': '公开的备案名单',
  'filings.publicJson': '公开的备案名单',
  'info-sessions.downloadMaterial': '说明会材料',
  'info-sessions.downloadIcs': '一场说明会的日程',
  'organizations.importProblems': '导入的检查结果：单位、管辖',
  'organizations.importTemplate': '空白模板',
};

/** Columns that sound like a person's and are a thing's. */
export const NAMES_OF_THINGS: Readonly<Record<string, readonly string[]>> = {
  '*': [
    'areaName',
    'bureauName',
    'certificateName',
    'evaluationOrganizationName',
    'folderName',
    'formerNames',
    'institutionName',
    'majorName',
    'majorNames',
    'organizationName',
    'reviewingBureauName',
    'shortName',
    'title',
    'roundTitle',
  ],
  'accounts.listBodies': ['name'],
  'catalog.list': ['name'],
  'filings.listEditions': ['confirmedBy'],
  // Who speaks to the public stands on the public page.
  'info-sessions.list': ['speaker'],
  'organizations.list': ['name', 'address'],
  'organizations.listWithoutBureau': ['name'],
};

/** Columns by which a person is named or reached; how many there are names nobody. */
export const SOUNDS_PERSONAL =
  /^(?!.*Count$).*(?:name|by$|who|person|account|recipient|speaker|leader|officer|mobile|mail|phone|landline|address|duty$)/i;

/** What sounds secret in an address and is not. */
export const ADDRESS_KEYS = ['areaCode'];

/** Links of another site to these would leave a receipt or use up a day's exports. */
export const READS_THAT_WRITE = ['contacts.exportFull', 'filings.ownCsv', 'filings.ownJson'];
