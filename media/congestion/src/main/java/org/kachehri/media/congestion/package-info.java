/**
 * This is the only place that judges how much a line carries and how it is shared. Pure state machines: bytes, numbers and the time go in, answers
 * come out; per packet nothing is taken from the heap.
 *
 * <p>As receiver: {@link org.kachehri.media.congestion.FeedbackBuilder} hears of every arrival and writes the feedback when it is due.
 *
 * <p>As sender, one of each for every peer: {@link org.kachehri.media.congestion.SentPackets} numbers what leaves; {@link
 * org.kachehri.media.congestion.BandwidthEstimator} hears the feedback and answers the estimate; {@link
 * org.kachehri.media.congestion.Allocation} shares it among the streams wanted ({@code docs/media/allocation.md}); {@link
 * org.kachehri.media.congestion.Probing} finds out whether the line carries the next layer; {@link org.kachehri.media.congestion.Pacer} says
 * what may leave now.
 *
 * <pre>{@code
 * int number = sent.sent(bytes, probing.cluster(), now);         // each packet that leaves, media and padding
 * probing.sent(bytes, now);
 * pacer.sent(bytes);                                             // not for audio
 *
 * if (TransportFeedback.matches(rtcp, at) && estimator.feedback(rtcp, at, now)) {
 *     probing.feedback(now);
 *     pacer.estimate(estimator.estimateBps(), now);
 * }
 * if (now >= estimator.deadlineNanos()) estimator.tick(now);     // then the pacer's estimate again
 *
 * Allocation shares = Allocation.of(estimator.estimateBps(), wanted);      // a few times a second
 * probing.wanted(shares.nextCostBps());
 * if (now >= probing.deadlineNanos()) probing.tick(now);
 * while (probing.bytes(now) > 0) { ... send a packet of padding ... }
 * }</pre>
 */
package org.kachehri.media.congestion;
