import type { FeatureRoutes } from '../../../ui/feature-routes.ts';
import { lazyPage } from '../../../ui/feature-routes.ts';
import { BODY_MEMBERS, MAJOR_KEEPERS, REGISTER_EDITORS, REGISTER_READERS } from '../policy.ts';

const GROUP = '基础数据';

export const routes: FeatureRoutes = {
  nav: [
    { to: '/organizations', label: '单位目录', roles: REGISTER_READERS, order: 500, group: GROUP },
    { to: '/jurisdictions', label: '管辖关系', roles: REGISTER_READERS, order: 510, group: GROUP },
    { to: '/majors', label: '本校专业', roles: MAJOR_KEEPERS, order: 530, group: GROUP },
    { to: '/organization', label: '本单位信息', roles: BODY_MEMBERS, order: 540, group: GROUP },
    { to: '/imports', label: '导入', roles: REGISTER_EDITORS, order: 590, group: GROUP },
  ],
  routes: [
    lazyPage(
      '/organizations',
      async () => (await import('./organization-list-page.tsx')).OrganizationListPage,
    ),
    lazyPage(
      '/organizations/new',
      async () => (await import('./organization-form-pages.tsx')).OrganizationNewPage,
    ),
    lazyPage(
      '/organizations/:id',
      async () => (await import('./organization-page.tsx')).OrganizationPage,
    ),
    lazyPage(
      '/organizations/:id/edit',
      async () => (await import('./organization-form-pages.tsx')).OrganizationEditPage,
    ),
    lazyPage(
      '/organization',
      async () => (await import('./organization-page.tsx')).OwnOrganizationPage,
    ),
    lazyPage(
      '/jurisdictions',
      async () => (await import('./jurisdiction-pages.tsx')).JurisdictionListPage,
    ),
    lazyPage(
      '/jurisdictions/missing',
      async () => (await import('./jurisdiction-pages.tsx')).WithoutBureauPage,
    ),
    lazyPage('/majors', async () => (await import('./majors-page.tsx')).MajorsPage),
    lazyPage('/imports', async () => (await import('./import-page.tsx')).ImportPage),
  ],
};
