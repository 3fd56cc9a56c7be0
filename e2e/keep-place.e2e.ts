import path from 'node:path'
import { buildSync } from 'esbuild'
import { root } from '../bin/lib/root'
import { expect, test } from './support/test'

/** `place.keepPlace` as a page loads it. */
const [script] = buildSync({
  entryPoints: [path.join(root, 'components/ui/keep-place.ts')],
  bundle: true,
  write: false,
  globalName: 'place',
}).outputFiles

test('the focus of a removed button skips elements that are hidden, inert or not in the tab order', async ({
  page,
}) => {
  await page.setContent(`<main>
    <a href="#a" style="display: none">hidden</a>
    <a href="#b" style="visibility: hidden">invisible</a>
    <section inert><button>inert</button></section>
    <h2 tabindex="-1">heading</h2>
    <fieldset disabled><input aria-label="disabled"></fieldset>
    <p><button id="decision">decide</button></p>
    <button>next</button>
  </main>`)
  await page.evaluate(`${script?.text}
    const decision = document.getElementById('decision')
    decision.focus()
    place.keepPlace(decision)
    decision.remove()`)
  await expect(page.getByRole('button', { name: 'next' })).toBeFocused()
})
