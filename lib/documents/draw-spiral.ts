import { ink } from './page'

/** The logo of the screen (`components/brand/mark.tsx`), in the ink colour of paper. */
const arms = [
  { path: 'M3 17.5C3.6 11.8 9.8 8.6 17 9.2c7.6.6 12.6 4.4 11.6 8.2', width: 2.1, opacity: 1 },
  { path: 'M29 14.5c-.6 5.7-6.8 8.9-14 8.3-7.6-.6-12.6-4.4-11.6-8.2', width: 2.1, opacity: 0.55 },
  { path: 'M9.5 17.2c.3-2.9 3.3-4.7 6.9-4.5 3.5.2 6.3 1.7 6.2 3.8', width: 1.7, opacity: 1 },
  { path: 'M22.5 14.9c-.3 2.9-3.3 4.7-6.9 4.5-2.6-.15-4.7-1-5.7-2.2', width: 1.7, opacity: 0.7 },
]

export function drawSpiral(doc: PDFKit.PDFDocument, at: { x: number; y: number; size: number }): void {
  doc
    .save()
    .translate(at.x, at.y)
    .scale(at.size / 32)
    .rotate(-28, { origin: [16, 16] })
    .lineCap('round')
  for (const { path, width, opacity } of arms)
    doc.path(path).lineWidth(width).strokeOpacity(opacity).stroke(ink.accent)
  doc.restore()
}
