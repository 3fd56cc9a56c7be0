import { isIP } from 'node:net'

/** Whether a text is the address of a resolver, with or without its port: `192.0.2.53:5353`. Pure. */
export function isResolver(text: string): boolean {
  const [, bracketed, plain, port = '53'] = /^(?:\[(.+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return isIP(bracketed ?? plain ?? '') !== 0 && Number(port) > 0 && Number(port) <= 65_535
}
