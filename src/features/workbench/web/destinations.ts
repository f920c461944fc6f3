import { buildUrl } from '../../../ui/api/url.ts';
import type { ReviewGroup } from '../../applications/review-groups.ts';

/** Addresses inside the desk to which the home page leads; each feature's routes own them. */
export const destinations = {
  applications: '/applications',
  application: (applicationId: string) => `/applications/${applicationId}`,
  reviewGroup: (group: ReviewGroup) => `/review?group=${group}`,
  dashboard: (roundId: string) => `/rounds/${roundId}/dashboard`,
  participation: (roundId: string, status?: string) =>
    buildUrl('/rounds/:roundId/participation', { roundId }, { status }),
  rounds: '/rounds',
  withoutBureau: '/jurisdictions/missing',
  catalog: '/catalog',
  ownEditions: '/own-filed-lists',
  people: '/people',
} as const;
