/** The borders of ARCHITECTURE.md over the real imports; written with `$1` so that a new feature is guarded at birth. */
const PURE = ['status', 'rules', 'policy', 'contract', 'errors', 'content', 'labels', 'levels', 'phase', 'rules-edition', 'review-groups', 'participation-groups'];

const SERVER_FILES = ['queries', 'actions', 'routes', 'jobs'].flatMap((name) => [
  `^src/features/[^/]+/${name}\\.ts$`,
  `^src/features/[^/]+/[a-z-]+-${name}\\.ts$`,
]);

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-imports-the-language-and-zod',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/kernel/', '^node_modules/zod/'] },
    },
    {
      name: 'platform-and-ui-know-no-feature',
      severity: 'error',
      from: { path: '^src/(platform|ui)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(features|app)/' },
    },
    {
      name: 'ui-knows-no-platform',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/platform/' },
    },
    {
      name: 'features-meet-at-their-index',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: ['/web/', '\\.test\\.ts$', '/factory\\.ts$'] },
      to: {
        path: '^src/features/[^/]+/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'web-uses-only-pure-files-of-others',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/web/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/features/[^/]+/',
        pathNot: ['^src/features/$1/', ...PURE.map((name) => `[/-]${name}\\.ts$`)],
      },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      from: { path: '^src/features/[^/]+/web/', pathNot: '\\.test\\.ts$' },
      to: {
        path: ['^src/platform/', '^src/features/[^/]+/index\\.ts$', ...SERVER_FILES],
      },
    },
    {
      name: 'server-knows-no-react',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/ui/', '/web/', '\\.test\\.ts$'] },
      to: { path: ['^node_modules/react', '^node_modules/@tanstack', '^src/ui/', '/web/'] },
    },
    {
      name: 'downhill-only',
      comment: 'registers <- workflows <- filings, announcements <- workbench, portal, exchange',
      severity: 'error',
      from: { path: '^src/features/(organizations|accounts|rounds|catalog|contacts|info-sessions)/', pathNot: ['/web/', '\\.test\\.ts$', '/factory\\.ts$'] },
      to: { path: '^src/features/(applications|filings|portal|workbench|exchange)/' },
    },
    {
      name: 'applications-below-filings',
      severity: 'error',
      from: { path: '^src/features/applications/', pathNot: ['\\.test\\.ts$', '/factory\\.ts$'] },
      to: { path: '^src/features/(filings|portal|workbench|exchange)/' },
    },
    {
      name: 'no-test-in-production',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.ts$', '/factory\\.ts$', '-factory\\.ts$'] },
      to: { path: ['^test/', '\\.test\\.ts$', '/factory\\.ts$'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/'] },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
  },
};
