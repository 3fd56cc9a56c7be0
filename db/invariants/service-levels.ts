import type { Invariant } from './invariant.ts'

/** Invariants of service level objectives and service credits. */
export const serviceLevelInvariants: readonly Invariant[] = [
  {
    name: 'assessments_revised',
    promise: 'the revisions of a resource’s month are numbered 1..n',
    statement: `
      select subject_id, period, count(*), max(revision) from sla_assessments
      group by 1, 2 having count(*) <> max(revision) or min(revision) <> 1`,
  },
  {
    name: 'assessments_evidence',
    promise: 'an assessment matches its evidence, which is stored as written',
    statement: `
      select id from sla_assessments
      where evidence_sha256 <> encode(sha256(convert_to(evidence, 'UTF8')), 'hex')
        or (evidence::json #>> '{availability,availabilityPpm}') is distinct from availability_ppm::text
        or (evidence::json #>> '{price,netCents}') is distinct from price_cents::text
        or coalesce(evidence::json #>> '{credit,netCents}', '0') <> credit_cents::text
        or (availability_ppm is not null and availability_ppm <> div(up_ms::numeric * 1000000, up_ms + down_ms))`,
  },
  {
    name: 'credits_capped',
    promise:
      'no month gives back more than its contract’s part of the price, nor anything where the objective was kept',
    statement: `
      select a.id, a.credit_cents, a.price_cents from sla_assessments a join service_contracts c on c.id = a.contract_id
      where a.credit_cents > div(2 * a.price_cents::numeric * (c.terms ->> 'creditCapBasisPoints')::int + 10000, 20000)
        or (a.credit_cents > 0 and (a.availability_ppm is null or (a.availability_ppm >= a.objective_ppm
          and a.availability_ppm >= (select max((s ->> 'belowPpm')::int) from jsonb_array_elements(c.terms -> 'creditSteps') s
            where s ->> 'belowPpm' <> 'objective'))))`,
  },
  {
    name: 'credits_of_last_revision',
    promise:
      'granted and pending credits of a month add up to its last revision’s credit, unless an officer refused it',
    statement: `
      select a.subject_id, a.period, a.credit_cents, s.cents from (
        select distinct on (subject_id, period) * from sla_assessments order by subject_id, period, revision desc) a
      left join lateral (
        select coalesce(sum(c.amount_cents) filter (where c.state not in ('refused', 'superseded')), 0) as cents,
          bool_or(c.state = 'refused' and c.assessment_id = a.id) as is_refused
        from service_credits c where c.subject_id = a.subject_id and c.period = a.period) s on true
      where s.cents <> a.credit_cents and s.is_refused is not true`,
  },
  {
    name: 'credit_lines',
    promise: 'the document lines of a credit add up to its used amount, for its resource',
    statement: `
      select c.id, c.used_cents, s.cents from service_credits c
      left join lateral (
        select coalesce(sum(l.cents), 0) as cents, bool_and(d.state = 'final' and b.kind = 'service_credit'
          and b.resource_id = c.subject_id and (case d.kind when 'invoice' then -b.net_cents else b.net_cents end) = t.cents) as is_right
        from service_credit_lines l
        join billing_documents d on d.id = l.document_id
        left join billing_document_lines b on b.document_id = l.document_id and b.position = l.position
        left join lateral (select sum(o.cents) as cents from service_credit_lines o
          where o.document_id = l.document_id and o.position = l.position) t on true
        where l.credit_id = c.id) s on true
      where s.cents <> c.used_cents or s.is_right is false`,
  },
  {
    name: 'invoices_not_negative',
    promise: 'no invoice has a negative total',
    statement: `select number, net_cents from billing_documents where kind = 'invoice' and state = 'final' and net_cents < 0`,
  },
]
