package org.kachehri.media.net;

import org.kachehri.media.sfu.ShardCounters;

/**
 * What there is to see of one shard, while it runs.
 *
 * @param shard name of its thread
 * @param refusedDatagrams that the system would not send
 * @param refusedTrains that the system refused as such; they left as single datagrams
 * @param tcp of the connections on its TCP port; all zero if it has none
 */
public record ShardMeasures(
        String shard,
        ShardCounters counters,
        LoopTimes loop,
        long refusedDatagrams,
        long refusedTrains,
        TcpCounters tcp) {}
