/**
 * This is the only place that judges how much a line carries and how it is shared. Pure state machines: bytes, numbers and the time go in, answers
 * come out.
 *
 * <p>As receiver: {@link org.kachehri.media.congestion.FeedbackBuilder} hears of every arrival and writes the feedback when it is due.
 *
 * <p>As sender, one of each for every peer: {@link org.kachehri.media.congestion.SentPackets} numbers what leaves; {@link
 * org.kachehri.media.congestion.BandwidthEstimator} hears the feedback and answers the estimate; {@link
 * org.kachehri.media.congestion.Pacer} says what may leave now.
 *
 * <pre>{@code
 * int number = sent.sent(bytes, SentPackets.NO_CLUSTER, now);    // for each packet that leaves
 * if (TransportFeedback.matches(rtcp, at)) estimator.feedback(rtcp, at, now);
 * if (now >= estimator.deadlineNanos()) estimator.tick(now);
 * estimator.estimateBps();
 * }</pre>
 */
package org.kachehri.media.congestion;
