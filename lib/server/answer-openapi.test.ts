import { expect, it } from 'vitest'
import { answerOpenApi } from './answer-openapi'
import { openApi } from './openapi'

const ask = (query: string) => answerOpenApi(new Request(`http://localhost/api/v1/openapi.json${query}`))

it('is the document', async () => expect(await ask('').json()).toEqual(openApi()))

it('takes no parameter', () => expect(ask('?x=1').status).toBe(400))
