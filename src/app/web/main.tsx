import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';

import './strict-policy.ts';
import './old-browsers.ts';
import { createQueryClient } from '../../ui/api/use-api.ts';
import { loadPreferences } from '../../ui/preferences.ts';
import { createDesk } from './routes.tsx';

import '../../ui/styles/desk.css';
import './web.css';

loadPreferences();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={createDesk()} />
    </QueryClientProvider>
  </StrictMode>,
);
