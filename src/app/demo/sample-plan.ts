import { PDFDocument, rgb } from '@cantoo/pdf-lib';

/** A real PDF of some pages with a red circle where a seal would be; the same bytes whenever it is made. */
export const samplePlan = async (pages = 2): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  for (let page = 1; page <= pages; page += 1) {
    const sheet = document.addPage([595, 842]);
    sheet.drawText(`Pilot work plan (sample), page ${page}`, { x: 72, y: 760, size: 14 });
    if (page === pages) {
      sheet.drawCircle({
        x: 440,
        y: 160,
        size: 56,
        borderColor: rgb(0.7, 0.1, 0.1),
        borderWidth: 3,
      });
    }
  }
  return await document.save();
};
