import { encode } from 'uqr';

import './accounts.css';

interface QrCodeProps {
  readonly text: string;
  /** What it is for, read out instead of the picture. */
  readonly label: string;
}

/** A QR code as one path: sharp on paper, and no markup from outside React. */
export const QrCode = ({ text, label }: QrCodeProps) => {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg className="accounts-qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <path d={path} fill="currentColor" shapeRendering="crispEdges" />
    </svg>
  );
};
