import { type Change, ChangeRefusal } from '@/lib/model/change'
import { Plan } from '@/lib/model/plan'
import { fail, ok, type Result } from '@/lib/model/result'
import { ApiFault, asChange, sendChange } from '../fetcher'

/** Asks what a change would do; what stands against it is a value. Changes nothing. Throws `ApiFault` where it could not be asked. */
export const askPlan = async (change: Change): Promise<Result<Plan, ChangeRefusal>> => {
  try {
    return ok(await sendChange(Plan, '/api/v1/vxlan/plan', asChange('POST', change)))
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause
    const refusal = ChangeRefusal.safeParse(cause.body)
    if (!refusal.success) throw cause
    return fail(refusal.data)
  }
}
