package org.kachehri.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxStructsTest {

    private static final String PROGRAM =
            """
            #define _GNU_SOURCE
            #include <stdio.h>
            #include <stddef.h>
            #include <stdint.h>
            #include <poll.h>
            #include <time.h>
            #include <netinet/in.h>
            #include <sys/socket.h>
            #define SIZE(name, type) printf(#name "=%zu\\n", sizeof(type))
            #define AT(name, type, field) printf(#name "=%zu\\n", offsetof(type, field))
            int main(void) {
                SIZE(SOCKADDR_IN_SIZE, struct sockaddr_in);
                AT(SIN_FAMILY, struct sockaddr_in, sin_family);
                AT(SIN_PORT, struct sockaddr_in, sin_port);
                AT(SIN_ADDR, struct sockaddr_in, sin_addr);
                SIZE(SOCKADDR_IN6_SIZE, struct sockaddr_in6);
                AT(SIN6_FAMILY, struct sockaddr_in6, sin6_family);
                AT(SIN6_PORT, struct sockaddr_in6, sin6_port);
                AT(SIN6_FLOWINFO, struct sockaddr_in6, sin6_flowinfo);
                AT(SIN6_ADDR, struct sockaddr_in6, sin6_addr);
                AT(SIN6_SCOPE_ID, struct sockaddr_in6, sin6_scope_id);
                SIZE(IOVEC_SIZE, struct iovec);
                AT(IOV_BASE, struct iovec, iov_base);
                AT(IOV_LEN, struct iovec, iov_len);
                SIZE(MSGHDR_SIZE, struct msghdr);
                AT(MSG_NAME, struct msghdr, msg_name);
                AT(MSG_NAMELEN, struct msghdr, msg_namelen);
                AT(MSG_IOV, struct msghdr, msg_iov);
                AT(MSG_IOVLEN, struct msghdr, msg_iovlen);
                AT(MSG_CONTROL, struct msghdr, msg_control);
                AT(MSG_CONTROLLEN, struct msghdr, msg_controllen);
                AT(MSG_FLAGS, struct msghdr, msg_flags);
                SIZE(MMSGHDR_SIZE, struct mmsghdr);
                AT(MSG_LEN, struct mmsghdr, msg_len);
                SIZE(CMSGHDR_SIZE, struct cmsghdr);
                AT(CMSG_LEN, struct cmsghdr, cmsg_len);
                AT(CMSG_LEVEL, struct cmsghdr, cmsg_level);
                AT(CMSG_TYPE, struct cmsghdr, cmsg_type);
                printf("CMSG_LEN_U16=%zu\\n", (size_t) CMSG_LEN(sizeof(uint16_t)));
                printf("CMSG_SPACE_U16=%zu\\n", (size_t) CMSG_SPACE(sizeof(uint16_t)));
                SIZE(POLLFD_SIZE, struct pollfd);
                AT(POLL_FD, struct pollfd, fd);
                AT(POLL_EVENTS, struct pollfd, events);
                AT(POLL_REVENTS, struct pollfd, revents);
                SIZE(TIMESPEC_SIZE, struct timespec);
                AT(TV_SEC, struct timespec, tv_sec);
                AT(TV_NSEC, struct timespec, tv_nsec);
                return 0;
            }
            """;

    @Test
    void everySizeAndOffsetIsWhatTheCompilerOfThisMachineSays(@TempDir Path folder)
            throws IOException, InterruptedException, IllegalAccessException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no C compiler here");
        Path source = folder.resolve("structs.c");
        Path program = folder.resolve("structs");
        Files.writeString(source, PROGRAM);
        run("/usr/bin/gcc", "-o", program.toString(), source.toString());

        Map<String, Integer> compiler = new TreeMap<>();
        for (String line : run(program.toString()).lines().toList()) {
            compiler.put(line.substring(0, line.indexOf('=')), Integer.valueOf(line.substring(line.indexOf('=') + 1)));
        }
        Map<String, Integer> ours = new TreeMap<>();
        for (Field field : LinuxStructs.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                ours.put(field.getName(), field.getInt(null));
            }
        }
        assertEquals(compiler, ours);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
