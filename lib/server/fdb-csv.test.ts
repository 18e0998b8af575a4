import { describe, expect, it } from 'vitest'
import { aFdbRow } from '@/lib/model/testing'
import { csvHeader, csvLine } from './fdb-csv'

const ROW = aFdbRow({
  node: 'ubuntu',
  mac: '86:24:26:b2:11:5c',
  dstNodes: ['vyos01'],
  used: 1,
  updated: 2,
  firstSeenAt: '2026-11-22T11:59:00.000Z',
})

describe('CSV of the FDB', () => {
  it('writes one line per row, empty where nothing is known', () => {
    expect(`${csvHeader}${csvLine(ROW)}`.split('\r\n')).toEqual([
      'node,ifname,mac,vni,vlan,dst,dstNodes,kind,state,used,updated,ageing,expiresAt,port,via,srcVni,nhid,master,flags,firstSeenAt,moves,readAt',
      'ubuntu,vxlan0,86:24:26:b2:11:5c,42,,10.0.2.254,vyos01,learned,live,1,2,300,,,,,,,self,2026-11-22T11:59:00.000Z,0,2026-11-22T12:00:00.000Z',
      '',
    ])
  })

  it('keeps hostile device names inside their cell, and never as a formula', () => {
    const line = csvLine({ ...ROW, ifname: '=1+1,"x' })
    expect(line).toContain(`ubuntu,"'=1+1,""x",86:24`)
  })
})
