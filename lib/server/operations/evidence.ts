import { CaptureRequest, EvidenceLine, ProbeRequest } from '@/lib/model/probe'
import { TraceAnswer, TraceRequest } from '@/lib/model/trace'
import { CHANGES, type Operation } from './operation'

/** How a frame goes, and how one went. */
export const EVIDENCE_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/trace',
    method: 'post',
    role: 'viewer',
    summary: 'What would become of a frame',
    description:
      'From a node, or a host’s MAC or IP address, in a VNI, to a MAC or an IP address (or a node): each step with the lines it is believed by, and the way back. `verdict` and `sent` are of the first frame that leaves: where the sender has to ask for a MAC first (`asks`), of that request. Nothing is sent, but with `probe: true` (an operator’s, and needs what `POST /probe` needs: `from` a node, `to` an IP address; refused with `at`) a probe first, whose steps are `probe`; of now, the sender is asked what it takes the address for (`ip neigh show to ADDRESS`). `unknown` is what depends on a node that isn’t read, or an endpoint that nobody manages. `broken.finding` names the finding of the checks that explains it. With `at` as it was then, without what was taken for which address and without findings. An end that nothing is known by is named in `fields` of the 422. Needs `content-type: application/json`.',
    body: TraceRequest,
    answer: TraceAnswer,
    answerName: 'TraceAnswer',
    refusals: [404, 409],
  },
  {
    path: '/api/v1/probe',
    method: 'post',
    role: 'operator',
    summary: 'Ping through the overlay, and see what it teaches',
    description: `Sends a few packets from a node through the overlay of a VNI; the inventory must say \`probe: true\`, else 409 (\`notSwitchedOn\`). Where it says \`capture: true\`, the underlay is captured meanwhile on all nodes that have the VNI, 16 at most. Each line of the answer is an EvidenceLine: a \`step\` is a packet, or what an FDB did; its \`ms\` is the time after the start by the server's clock, right to \`plusMinus\`, and what a packet taught stands right behind it. A step or node that is told again takes the place of what was told before. The answer ends with the request; then nothing of it runs on a node any more. What has not ended on a node ten seconds after its time is ended, and its error is \`timeout\`. At most four run at once, else 409 (\`busy\`). ${CHANGES}`,
    body: ProbeRequest,
    answer: EvidenceLine,
    answerName: 'EvidenceLine',
    lines: true,
    refusals: [404, 409],
  },
  {
    path: '/api/v1/capture',
    method: 'post',
    role: 'operator',
    summary: 'Capture VXLAN packets on several nodes at once',
    description: `Headers alone, on the underlay devices of a VNI, so many packets or seconds; the inventory must say \`capture: true\`, else 409 (\`notSwitchedOn\`). A node without tcpdump or without the right to capture says so in its \`node\` line. Lines as of /probe. For half an hour \`GET /api/v1/capture/{id}/{node}\`, \`id\` of the \`begin\` line, gives what a node captured as a pcap file; so it does for a probe. ${CHANGES}`,
    body: CaptureRequest,
    answer: EvidenceLine,
    answerName: 'EvidenceLine',
    lines: true,
    refusals: [404, 409],
  },
]
