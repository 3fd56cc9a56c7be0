import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { LocaleSwitch } from '~/components/layout/locale-switch'
import { ThemeSwitch } from '~/components/layout/theme-switch'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { samples } from './samples'

export const metadata: Metadata = { title: 'Components' }

/**
 * Every component of `components/ui` in its states. Exists only under `next dev`: a build excludes `page.dev.tsx`.
 */
export default async function ComponentsPage() {
  const theme = asTheme((await cookies()).get(themeCookie)?.value)
  const parts = Object.entries(samples)
  return (
    <div className="mx-auto grid max-w-7xl gap-x-10 px-4 py-6 lg:grid-cols-[12rem_minmax(0,1fr)] lg:px-8">
      <header className="mb-6 flex items-center gap-3 border-b border-line pb-4 lg:col-span-2">
        <div className="flex-1">
          <h1 className="text-2xl">Components</h1>
          <p className="text-ink-2">{parts.length} parts of components/ui, each in its states</p>
        </div>
        <LocaleSwitch />
        <ThemeSwitch theme={theme} />
      </header>
      <nav
        aria-label="Parts"
        className="max-lg:mb-6 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto"
      >
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm lg:grid">
          {parts.map(([name]) => (
            <li key={name}>
              <a href={`#${name}`} className="text-ink-2 hover:text-ink">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="grid min-w-0 gap-8">
        {parts.map(([name, Sample]) => (
          <section key={name} id={name} aria-labelledby={`${name}-title`} className="scroll-mt-6">
            <h2 id={`${name}-title`} className="mb-3 border-b border-line pb-1.5 text-lg">
              {name}
            </h2>
            <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
              <Sample />
            </div>
          </section>
        ))}
      </main>
    </div>
  )
}
