'use client'
import { landing } from '~/lib/routes/landing'
import './globals.css'

/**
 * The root layout failed and with it the translations and the theme: both languages are included here, and the theme is
 * that of the system.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="fr">
      <head>
        <title>Page non affichée · Andromède</title>
      </head>
      <body>
        <main className="mx-auto grid max-w-md content-center gap-4 px-4 py-24">
          <h1 className="text-3xl">Andromède</h1>
          <p>Cette page n’a pas pu être affichée. Réessayez dans un instant.</p>
          <p lang="en">This page could not be shown. Try again in a moment.</p>
          {error.digest && (
            <p>
              Référence · <span lang="en">Reference</span>{' '}
              <span className="font-mono text-sm">{error.digest}</span>
            </p>
          )}
          <p className="flex flex-wrap gap-4">
            <button type="button" onClick={() => location.reload()} className="underline">
              Réessayer · <span lang="en">Try again</span>
            </button>
            <a href={landing()} className="underline">
              Accueil · <span lang="en">Home</span>
            </a>
          </p>
        </main>
      </body>
    </html>
  )
}
