package org.kachehri.media.net;

import java.io.IOException;

class ChannelSocketsTest extends MediaSocketsContract {

    @Override
    MediaSockets open(NetSettings settings) throws IOException {
        return ChannelSockets.open(settings);
    }
}
