import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stylesheetIn } from './stylesheet.ts';

it('finds the hashed style sheet of the public pages in a build’s manifest', () => {
  const built = {
    'index.html': { file: 'assets/desk-1.js', css: ['assets/desk-1.css'] },
    '../../ui/styles/public.css': { file: 'assets/public-DTrCTagg.css', isEntry: true },
  };
  assert.equal(stylesheetIn(JSON.stringify(built)), '/desk/assets/public-DTrCTagg.css');
  assert.equal(stylesheetIn('{}'), undefined);
});
