/** A name or an address, perhaps with a port. Whatever else a request may call us is printed nowhere. */
const PLAIN_HOST =
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

interface Asked {
  readonly protocol: string;
  /** The Host header, or what a trusted proxy says instead. */
  readonly host: string;
}

/**
 * Beginning of absolute addresses for whoever sent this request: as configured, else as they called us themselves, so
 * that it may be told to nobody else. '' when they called us nothing that an address could begin with.
 */
export const originOf = (publicUrl: string | undefined, { protocol, host }: Asked): string => {
  if (publicUrl !== undefined) return publicUrl;
  if (!PLAIN_HOST.test(host)) return '';
  return `${protocol === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`;
};
