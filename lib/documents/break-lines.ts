/**
 * Breaks a text into lines no wider than `width`, at breaking spaces and at its own line ends. A word wider than a line
 * is cut. Pure; `measure` returns the width of a text.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, measure))
}

function breakParagraph(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  const space = measure(' ')
  let line = ''
  let used = 0
  for (const word of text.split(' ').flatMap((each) => cutWord(each, width, measure))) {
    // Word by word: apart from kerning, the width of two words is the sum of their widths and the space.
    const taken = measure(word)
    if (line !== '' && used + space + taken > width) {
      lines.push(line)
      line = word
      used = taken
    } else {
      line = line === '' ? word : `${line} ${word}`
      used += (used === 0 ? 0 : space) + taken
    }
  }
  return [...lines, line]
}

function cutWord(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && measure(piece + character) > width) {
      pieces.push(piece)
      piece = character
    } else piece += character
  }
  return [...pieces, piece]
}
