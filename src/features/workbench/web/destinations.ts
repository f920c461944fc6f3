import { buildUrl } from '../../../ui/api/url.ts';
import type { ParticipationGroup } from '../../applications/participation-groups.ts';
import type { ReviewGroup } from '../../applications/review-groups.ts';

/** Addresses inside the desk to which the home page leads; each feature's routes own them. */
export const destinations = {
  applications: '/applications',
  application: (applicationId: string) => `/applications/${applicationId}`,
  reviewGroup: (group: ReviewGroup) => `/review?group=${group}`,
  dashboard: (roundId: string) => `/rounds/${roundId}/dashboard`,
  participation: (roundId: string, group?: ParticipationGroup) =>
    buildUrl('/rounds/:roundId/participation', { roundId }, { group }),
  withoutBureau: '/jurisdictions/missing',
  catalog: '/catalog',
  withoutLevels: '/catalog?level=none',
  ownEdition: (roundId: string, number: number) => `/own-filed-lists/${roundId}/${number}`,
  people: '/people',
} as const;
