import localFont from 'next/font/local'

/*
 * Latin letters, with which the pages are written; `globals.css` adds those of other European names. A page waits a moment
 * for the two that are preloaded and keeps the system's font if they are late: text never moves under a reader.
 */

const sans = localFont({
  src: '../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  adjustFontFallback: false,
  variable: '--face-sans',
})

const display = localFont({
  src: '../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2',
  weight: '200 800',
  display: 'optional',
  adjustFontFallback: false,
  variable: '--face-display',
})

const mono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  adjustFontFallback: false,
  preload: false,
  variable: '--face-mono',
})

/** The classes that define the fonts, for the root element. */
export const fontClasses = [sans, display, mono].map(({ variable }) => variable).join(' ')
