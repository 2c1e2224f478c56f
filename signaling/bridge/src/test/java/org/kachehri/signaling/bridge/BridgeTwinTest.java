package org.kachehri.signaling.bridge;

class BridgeTwinTest extends MediaBridgeContract {
    private final BridgeTwin twin = new BridgeTwin();

    @Override
    protected MediaBridge bridge() {
        return twin;
    }
}
