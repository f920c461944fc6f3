import type { Role } from '../../src/kernel/actor.ts';

/**
 * Who may call which endpoint, written down from the office's procedure (docs/glossary.md; 项目办函〔2025〕1号) and not
 * from the code: a test holds the two against each other. A new endpoint needs a line here.
 */
type Who = 'public' | 'signed_in' | readonly Role[];

const OFFICE_HEAD: Who = ['project_office_admin'];
const OFFICE: Who = ['project_office_admin', 'project_office_staff'];
const PROVINCE: Who = [...OFFICE, 'provincial_reviewer', 'provincial_viewer', 'auditor'];
const CITY: Who = ['city_admin', 'city_reviewer', 'city_viewer'];
const SCHOOL: Who = ['institution_admin', 'institution_staff', 'institution_leader'];
const SCHOOL_WRITERS: Who = ['institution_admin', 'institution_staff'];
const SCHOOL_HEAD: Who = ['institution_admin'];
const FIRST_REVIEW: Who = ['city_reviewer'];
const PROVINCIAL_REVIEW: Who = ['provincial_reviewer'];
const EVALUATORS: Who = ['org_admin', 'org_staff'];
const KEEPERS_OF_PEOPLE: Who = [
  'project_office_admin',
  'system_admin',
  'city_admin',
  'institution_admin',
  'org_admin',
];
const ORGANIZATION_HEADS: Who = [
  'project_office_admin',
  'city_admin',
  'institution_admin',
  'org_admin',
];
const CHANNEL_KEEPERS: Who = ['project_office_admin', 'system_admin'];
const SIGN_IN_ADMINS: Who = ['project_office_admin', 'system_admin'];
const OVERSEERS: Who = [...PROVINCE, ...CITY];
const CONTACT_KEEPERS: Who = [...SCHOOL_WRITERS, ...EVALUATORS, 'city_admin'];
const CONTACT_HOLDERS: Who = [...SCHOOL, ...EVALUATORS, ...CITY];

export const POLICY: Readonly<Record<string, Who>> = {
  // Signing in, and one's own account (四.3).
  'accounts.getSession': 'public',
  'accounts.signIn': 'public',
  'accounts.demoSignIn': 'public',
  'accounts.readLink': 'public',
  'accounts.activate': 'public',
  // Asking for an account (四.3, form F24) needs none.
  'accounts.searchRequestBodies': 'public',
  'accounts.uploadLetter': 'public',
  'accounts.sendRequest': 'public',
  'accounts.readRequestState': 'public',
  'accounts.listRequests': KEEPERS_OF_PEOPLE,
  'accounts.getRequest': KEEPERS_OF_PEOPLE,
  'accounts.downloadLetter': KEEPERS_OF_PEOPLE,
  'accounts.revealRequest': KEEPERS_OF_PEOPLE,
  'accounts.approve': KEEPERS_OF_PEOPLE,
  'accounts.refuse': KEEPERS_OF_PEOPLE,
  // Second factors and how people sign in (等保三级 8.1.4.1).
  'accounts.takeSecondStep': 'public',
  'accounts.getFactor': 'signed_in',
  'accounts.startFactor': 'signed_in',
  'accounts.confirmFactor': 'signed_in',
  'accounts.removeFactor': 'signed_in',
  'accounts.renewRecoveryCodes': 'signed_in',
  'accounts.proveIdentity': 'signed_in',
  'accounts.resetFactor': KEEPERS_OF_PEOPLE,
  'accounts.endPersonSession': KEEPERS_OF_PEOPLE,
  'accounts.getSecurity': SIGN_IN_ADMINS,
  'accounts.setSecurity': SIGN_IN_ADMINS,
  'accounts.setDingTalk': SIGN_IN_ADMINS,
  'accounts.signOut': 'signed_in',
  'accounts.changePassword': 'signed_in',
  'accounts.listSessions': 'signed_in',
  'accounts.endSession': 'signed_in',
  'accounts.endOtherSessions': 'signed_in',
  // Each body's administrator looks after its people, the office and the technical administrator after everybody's.
  'accounts.listPeople': KEEPERS_OF_PEOPLE,
  'accounts.listBodies': KEEPERS_OF_PEOPLE,
  'accounts.getPerson': KEEPERS_OF_PEOPLE,
  'accounts.invitePerson': KEEPERS_OF_PEOPLE,
  'accounts.edit': KEEPERS_OF_PEOPLE,
  'accounts.renewLink': KEEPERS_OF_PEOPLE,
  'accounts.resetPassword': KEEPERS_OF_PEOPLE,
  'accounts.suspend': KEEPERS_OF_PEOPLE,
  'accounts.reactivate': KEEPERS_OF_PEOPLE,
  'accounts.close': KEEPERS_OF_PEOPLE,
  'accounts.endPersonSessions': KEEPERS_OF_PEOPLE,
  // Whom a reviewer must not review is said by the office alone (回避).
  'accounts.setAffiliations': OFFICE_HEAD,

  // Registers of bodies: kept by the office, read by who oversees.
  'organizations.list': OVERSEERS,
  'organizations.getOwn': 'signed_in',
  // A technical administrator must name a body when opening an account.
  'organizations.search': [...OVERSEERS, 'system_admin'],
  'organizations.listDivisions': 'signed_in',
  'organizations.get': 'signed_in',
  'organizations.history': 'signed_in',
  'organizations.create': OFFICE_HEAD,
  'organizations.update': OFFICE_HEAD,
  'organizations.close': OFFICE_HEAD,
  'organizations.reopen': OFFICE_HEAD,
  'organizations.listJurisdictions': OVERSEERS,
  'organizations.listWithoutBureau': PROVINCE,
  'organizations.assignBureau': OFFICE_HEAD,
  'organizations.endJurisdiction': OFFICE_HEAD,
  'organizations.checkImport': OFFICE_HEAD,
  'organizations.listImports': OFFICE_HEAD,
  'organizations.getImport': OFFICE_HEAD,
  'organizations.startImport': OFFICE_HEAD,
  'organizations.cancelImport': OFFICE_HEAD,
  'organizations.importProblems': OFFICE_HEAD,
  'organizations.importTemplate': OFFICE_HEAD,
  // 本校专业 are the institution's own word (三.1).
  'organizations.searchMajorCodes': 'signed_in',
  'organizations.listMajors': [...OVERSEERS, ...SCHOOL],
  'organizations.addMajor': SCHOOL_WRITERS,
  'organizations.updateMajor': SCHOOL_WRITERS,
  'organizations.closeMajor': SCHOOL_WRITERS,
  'organizations.reopenMajor': SCHOOL_WRITERS,
  'organizations.removeMajor': SCHOOL_WRITERS,

  // The catalog is public (一); the office keeps it.
  'catalog.list': 'public',
  'catalog.get': 'public',
  'catalog.searchLevels': 'public',
  'catalog.history': PROVINCE,
  'catalog.completeness': PROVINCE,
  'catalog.create': OFFICE_HEAD,
  'catalog.update': OFFICE_HEAD,
  'catalog.addLevel': OFFICE_HEAD,
  'catalog.removeLevel': OFFICE_HEAD,
  'catalog.replaceMajors': OFFICE_HEAD,
  'catalog.beginExit': OFFICE_HEAD,
  'catalog.finishExit': OFFICE_HEAD,
  'catalog.restore': OFFICE_HEAD,
  'catalog.checkImport': OFFICE_HEAD,
  'catalog.listImports': OFFICE_HEAD,
  'catalog.getImport': OFFICE_HEAD,
  'catalog.startImport': OFFICE_HEAD,
  'catalog.cancelImport': OFFICE_HEAD,
  'catalog.importProblems': OFFICE_HEAD,
  'catalog.importTemplate': OFFICE_HEAD,

  // Rounds: opened, extended and closed by the head of the office (四.1).
  'rounds.list': 'signed_in',
  'rounds.get': 'signed_in',
  'rounds.listExtensions': 'signed_in',
  'rounds.history': PROVINCE,
  'rounds.create': OFFICE_HEAD,
  'rounds.update': OFFICE_HEAD,
  'rounds.publish': OFFICE_HEAD,
  'rounds.conclude': OFFICE_HEAD,
  'rounds.extend': OFFICE_HEAD,
  'rounds.revokeExtension': OFFICE_HEAD,

  // Contacts: each organization keeps its own; the province and the bureaus above look them up and follow up (七.2).
  'contacts.getOwn': CONTACT_HOLDERS,
  'contacts.getOrganization': [...PROVINCE, ...CONTACT_HOLDERS],
  'contacts.history': [...PROVINCE, ...CONTACT_HOLDERS],
  'contacts.list': OVERSEERS,
  'contacts.listDead': OVERSEERS,
  'contacts.register': CONTACT_KEEPERS,
  'contacts.change': CONTACT_KEEPERS,
  'contacts.succeed': CONTACT_KEEPERS,
  'contacts.end': CONTACT_KEEPERS,
  'contacts.undo': CONTACT_KEEPERS,
  'contacts.confirm': CONTACT_KEEPERS,
  'contacts.report': [...OFFICE, 'city_admin'],
  'contacts.nudge': [...OFFICE, 'city_admin'],
  'contacts.find': [...OFFICE, 'city_admin'],
  'contacts.exportFull': [...OFFICE, 'city_admin'],
  'contacts.listExports': [...OFFICE, 'city_admin'],
  // A full number is for those who call; viewers and the auditor do not.
  'contacts.unmask': [...OFFICE, 'provincial_reviewer', 'city_reviewer', ...CONTACT_KEEPERS],

  // Announcements: written and followed up by the office, read by whom they are for (七.1); public ones by anybody.
  'announcements.list': 'signed_in',
  'announcements.get': 'signed_in',
  'announcements.getEdition': 'signed_in',
  'announcements.markRead': 'signed_in',
  'announcements.confirm': 'signed_in',
  'announcements.downloadAttachment': 'public',
  'announcements.register': OFFICE,
  'announcements.getRecord': OFFICE,
  'announcements.create': OFFICE,
  'announcements.update': OFFICE,
  'announcements.remove': OFFICE,
  'announcements.uploadAttachment': OFFICE,
  'announcements.schedule': OFFICE,
  'announcements.unschedule': OFFICE,
  'announcements.publish': OFFICE,
  'announcements.correct': OFFICE,
  'announcements.withdraw': OFFICE,
  'announcements.archive': OFFICE,
  'announcements.audienceSummary': OFFICE,
  'announcements.listAudience': OFFICE,
  'announcements.receipts': OFFICE,
  'announcements.recipients': OFFICE,
  'announcements.nudge': OFFICE,
  'announcements.history': OFFICE,

  // Applications: the institution writes, the bureau and the province review (四.2, 四.4); evaluation organizations and
  // the technical administrator have no business there.
  'applications.mine': SCHOOL,
  'applications.get': [...SCHOOL, ...OVERSEERS],
  'applications.history': [...SCHOOL, ...OVERSEERS],
  'applications.submission': [...SCHOOL, ...OVERSEERS],
  'applications.downloadPlan': [...SCHOOL, ...OVERSEERS],
  'applications.facts': [...SCHOOL, ...OVERSEERS],
  'applications.list': OVERSEERS,
  'applications.participation': OVERSEERS,
  'applications.dashboard': OVERSEERS,
  'applications.create': SCHOOL_WRITERS,
  'applications.edit': SCHOOL_WRITERS,
  'applications.uploadPlan': SCHOOL_WRITERS,
  'applications.removePlan': SCHOOL_WRITERS,
  // The head of the department answers for what leaves the house.
  'applications.submit': SCHOOL_HEAD,
  'applications.withdraw': SCHOOL_HEAD,
  'applications.redraft': SCHOOL_HEAD,
  'applications.endorse': FIRST_REVIEW,
  'applications.returnByCity': FIRST_REVIEW,
  'applications.rejectByCity': FIRST_REVIEW,
  'applications.retract': FIRST_REVIEW,
  'applications.overrule': PROVINCIAL_REVIEW,
  'applications.approve': PROVINCIAL_REVIEW,
  'applications.approveInPart': PROVINCIAL_REVIEW,
  'applications.returnByProvince': PROVINCIAL_REVIEW,
  'applications.reject': PROVINCIAL_REVIEW,
  'applications.reconsider': PROVINCIAL_REVIEW,
  'applications.drawSample': PROVINCIAL_REVIEW,
  'applications.samples': PROVINCE,
  'applications.sample': PROVINCE,
  'applications.bulkDecide': [...FIRST_REVIEW, ...PROVINCIAL_REVIEW],
  'applications.revive': OFFICE_HEAD,

  // Filings and the filed list (四.5): the office confirms, everybody reads what is confirmed.
  'filings.list': [...OVERSEERS, ...SCHOOL],
  'filings.get': [...OVERSEERS, ...SCHOOL],
  'filings.history': [...OVERSEERS, ...SCHOOL],
  'filings.cancel': OFFICE_HEAD,
  'filings.preview': OFFICE,
  'filings.previewRows': OFFICE,
  'filings.confirm': OFFICE_HEAD,
  'filings.listEditions': 'signed_in',
  'filings.getEdition': 'signed_in',
  'filings.listRows': 'signed_in',
  'filings.listChanges': 'signed_in',
  'filings.listReceipts': PROVINCE,
  'filings.listFetches': PROVINCE,
  'filings.listOwnEditions': EVALUATORS,
  'filings.openOwn': EVALUATORS,
  'filings.listOwnRows': EVALUATORS,
  'filings.ownCsv': EVALUATORS,
  'filings.ownJson': EVALUATORS,
  'filings.publicEditions': 'public',
  'filings.publicEdition': 'public',
  'filings.publicRows': 'public',
  'filings.publicCsv': 'public',
  'filings.publicJson': 'public',

  // What people are told (七.1): everybody has an inbox and their own settings.
  'notifications.list': 'signed_in',
  'notifications.countUnread': 'signed_in',
  'notifications.listEvents': 'signed_in',
  'notifications.markRead': 'signed_in',
  'notifications.markAllRead': 'signed_in',
  'notifications.getPreferences': 'signed_in',
  'notifications.saveProfile': 'signed_in',
  'notifications.switchEvent': 'signed_in',
  'notifications.enterAddress': 'signed_in',
  'notifications.verifyAddress': 'signed_in',
  'notifications.removeAddress': 'signed_in',
  // What holds for an organization's people is said by its head.
  'notifications.getDefaults': ORGANIZATION_HEADS,
  'notifications.switchDefault': ORGANIZATION_HEADS,
  // The office looks after the delivery; secrets of the channels are the head's or the technical administrator's.
  'notifications.listDeliveries': OFFICE,
  'notifications.deliveryFigures': OFFICE,
  'notifications.replay': OFFICE,
  'notifications.resume': OFFICE,
  'notifications.preview': OFFICE,
  'notifications.getChannelSettings': CHANNEL_KEEPERS,
  'notifications.switchChannel': CHANNEL_KEEPERS,
  'notifications.saveDingtalkApp': CHANNEL_KEEPERS,
  'notifications.addRobot': CHANNEL_KEEPERS,
  'notifications.editRobot': CHANNEL_KEEPERS,
  'notifications.sendTest': CHANNEL_KEEPERS,
  'notifications.getTest': CHANNEL_KEEPERS,
};
