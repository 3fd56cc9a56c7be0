import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { defaultTimeZone } from '~/lib/kernel/text/format-date'
import { chooseLocale, localeCookie } from './choose-locale'
import { loadMessages } from './load-messages'

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value
  const locale = chooseLocale(chosen, (await headers()).get('accept-language'))
  return { locale, messages: await loadMessages(locale), timeZone: defaultTimeZone }
})
