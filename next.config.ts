import path from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  // One build serves both surfaces; a second build or dev server uses another folder.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // Part of the build, which gets it from `bin/lib/build.ts`: which database the sites expect.
  env: { SCHEMA_VERSION: process.env.SCHEMA_VERSION ?? '' },
  // A page of another build is loaded anew when it navigates; builds of the same sources are one.
  generateBuildId: () => process.env.BUILD_ID || null,
  poweredByHeader: false,
  reactStrictMode: true,
  // The TLS reverse proxy compresses; doing it here would take time of each page's only thread.
  compress: false,
  // `npm test` checks types and lint in separate steps, so the build skips them.
  typescript: { ignoreBuildErrors: true },
  // The image optimiser is optional, unused, and has a history of remote code execution.
  images: { unoptimized: true },
  outputFileTracingRoot: path.resolve('.'),
  turbopack: { root: path.resolve('.') },
  serverExternalPackages: ['@node-rs/argon2', 'postgres', 'graphile-worker', 'nodemailer', 'pdfkit', 'pino'],
  experimental: {
    serverActions: { bodySizeLimit: '256kb' },
    // The build cache helps repeated builds only; writing it (300 MB) is a third of the work of a first build.
    turbopackFileSystemCacheForBuild: false,
  },
}

/** Pages named `page.dev.tsx` exist only under `next dev`: a build ignores them. */
const development: NextConfig = {
  pageExtensions: ['dev.tsx', 'tsx', 'ts'],
  // The worker polls it all the time.
  logging: { incomingRequests: { ignore: [/^\/api\/(health|live|ready)$/] } },
  // The site's host name if it is not localhost: the dev server rejects other names.
  allowedDevOrigins: process.env.NEXTAUTH_URL ? [new URL(process.env.NEXTAUTH_URL).hostname] : [],
}

const withMessages = createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  // Messages are parsed once, at build time: neither pages nor browsers ship the parser.
  experimental: { messages: { path: './i18n', format: 'json', locales: 'infer', precompile: true } },
})

export default function nextConfig(phase: string): NextConfig {
  return withMessages(phase === PHASE_DEVELOPMENT_SERVER ? { ...config, ...development } : config)
}
