package org.kachehri.media.net;

/**
 * Sizes and offsets, in bytes, of the C structures that the socket calls read and write, for 64-bit Linux (LP64: the
 * same on x86-64 and AArch64, and with glibc and musl). {@code LinuxStructsTest} compares every number with what the
 * C compiler of the machine says.
 */
final class LinuxStructs {

    // struct sockaddr_in { sa_family_t sin_family; in_port_t sin_port; struct in_addr sin_addr; char sin_zero[8]; }
    static final int SOCKADDR_IN_SIZE = 16;
    static final int SIN_FAMILY = 0;
    static final int SIN_PORT = 2;
    static final int SIN_ADDR = 4;

    // struct sockaddr_in6 { sa_family_t sin6_family; in_port_t sin6_port; uint32_t sin6_flowinfo;
    //                       struct in6_addr sin6_addr; uint32_t sin6_scope_id; }
    static final int SOCKADDR_IN6_SIZE = 28;
    static final int SIN6_FAMILY = 0;
    static final int SIN6_PORT = 2;
    static final int SIN6_FLOWINFO = 4;
    static final int SIN6_ADDR = 8;
    static final int SIN6_SCOPE_ID = 24;

    // struct iovec { void *iov_base; size_t iov_len; }
    static final int IOVEC_SIZE = 16;
    static final int IOV_BASE = 0;
    static final int IOV_LEN = 8;

    // struct msghdr { void *msg_name; socklen_t msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
    //                 void *msg_control; size_t msg_controllen; int msg_flags; }
    static final int MSGHDR_SIZE = 56;
    static final int MSG_NAME = 0;
    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;

    // struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; }
    static final int MMSGHDR_SIZE = 64;
    static final int MSG_LEN = 56;

    // struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; unsigned char cmsg_data[]; }
    static final int CMSGHDR_SIZE = 16;
    static final int CMSG_LEN = 0;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    /** CMSG_LEN(sizeof(uint16_t)): what cmsg_len of a UDP_SEGMENT message says. */
    static final int CMSG_LEN_U16 = 18;
    /** CMSG_SPACE(sizeof(uint16_t)): what msg_controllen says; padded to the next 8 bytes. */
    static final int CMSG_SPACE_U16 = 24;

    // struct pollfd { int fd; short events; short revents; }
    static final int POLLFD_SIZE = 8;
    static final int POLL_FD = 0;
    static final int POLL_EVENTS = 4;
    static final int POLL_REVENTS = 6;

    // struct timespec { time_t tv_sec; long tv_nsec; }
    static final int TIMESPEC_SIZE = 16;
    static final int TV_SEC = 0;
    static final int TV_NSEC = 8;

    private LinuxStructs() {}
}
