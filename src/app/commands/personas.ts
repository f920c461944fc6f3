interface Persona {
  readonly label: string;
  readonly loginName: string;
}

/** The demo's people as lines for the terminal. */
export const personaLines = (personas: readonly Persona[]): string =>
  personas.map(({ label, loginName }) => `  ${loginName.padEnd(20)} ${label}\n`).join('');
