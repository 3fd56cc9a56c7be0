import postgres from 'postgres'

/** A superuser connection to a database of the test server; the caller ends it. */
export function openAsSuperuser(adminUrl: string, { name }: { name: string }): postgres.Sql {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return postgres(url.href, { max: 1, onnotice: () => undefined })
}
