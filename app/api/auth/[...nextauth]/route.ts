import type { NextRequest } from 'next/server'
import { answerAuth } from '~/app/_server/answer-auth'

type RouteContext = { params: Promise<{ nextauth: string[] }> }

/** `csrf` and `session`. */
export async function GET(request: NextRequest, context: RouteContext): Promise<Response> {
  return answerAuth(request, await context.params)
}

/** `callback/credentials` and `signout`. */
export async function POST(request: NextRequest, context: RouteContext): Promise<Response> {
  return answerAuth(request, await context.params)
}
