#include "base/cgroup.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/support/temporary_folder.hpp"

using namespace tined;

namespace {

constexpr std::string_view v2_mount =
    "24 1 0:22 / /proc rw - proc proc rw\n"
    "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
constexpr std::string_view v1_mount =
    "31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct\n"
    "32 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

constexpr std::string_view hybrid_mount =
    "31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct\n"
    "33 25 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

// A folder that looks like a system to cgroup_cpu_limit().
struct System {
    System& write(const std::string& name, std::string_view text) {
        root.write(name, text);
        return *this;
    }
    System& is(std::string_view mounts, std::string_view group) {
        write("proc/self/mountinfo", mounts);
        return write("proc/self/cgroup", group);
    }
    // 0 stands for no limit.
    unsigned limit() const { return base::cgroup_cpu_limit(root.path().string()).value_or(0); }

    tests::TemporaryFolder root;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_system_without_cgroups_gives_no_limit) {
    System system;
    BOOST_TEST(system.limit() == 0u);
    system.is("", "");
    BOOST_TEST(system.limit() == 0u);
}

BOOST_AUTO_TEST_CASE(a_quota_is_rounded_up_to_whole_processors) {
    System system;
    system.is(v2_mount, "0::/a\n");
    system.write("sys/fs/cgroup/a/cpu.max", "200000 100000\n");
    BOOST_TEST(system.limit() == 2u);
    system.write("sys/fs/cgroup/a/cpu.max", "200001 100000\n");
    BOOST_TEST(system.limit() == 3u);
    system.write("sys/fs/cgroup/a/cpu.max", "1000 100000\n");
    BOOST_TEST(system.limit() == 1u);
}

BOOST_AUTO_TEST_CASE(no_quota_and_nonsense_are_no_limit) {
    System system;
    system.is(v2_mount, "0::/a\n");
    for (const std::string_view text :
         {"max 100000\n", "", "100000", "0 100000\n", "1 0\n", "x y\n"}) {
        system.write("sys/fs/cgroup/a/cpu.max", text);
        BOOST_TEST(system.limit() == 0u, "believed: " << text);
    }
}

BOOST_AUTO_TEST_CASE(the_smallest_quota_on_the_way_to_the_root_holds) {
    System system;
    system.is(v2_mount, "0::/system.slice/tined.service\n");
    system.write("sys/fs/cgroup/system.slice/tined.service/cpu.max", "400000 100000\n");
    system.write("sys/fs/cgroup/system.slice/cpu.max", "150000 50000\n");
    BOOST_TEST(system.limit() == 3u);
    system.write("sys/fs/cgroup/cpu.max", "200000 100000\n");
    BOOST_TEST(system.limit() == 2u);
}

BOOST_AUTO_TEST_CASE(in_a_container_the_mounts_own_top_is_the_group) {
    System system;
    // With a name space of its own, the group is "/".
    system.is(v2_mount, "0::/\n").write("sys/fs/cgroup/cpu.max", "100000 100000\n");
    BOOST_TEST(system.limit() == 1u);
    // Without, the mount shows only the container's part of the tree.
    system.is("30 24 0:26 /docker/c1 /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
              "0::/docker/c1/job\n");
    system.write("sys/fs/cgroup/cpu.max", "300000 100000\n");
    system.write("sys/fs/cgroup/job/cpu.max", "200000 100000\n");
    BOOST_TEST(system.limit() == 2u);
    // A group that is not in that part: what can be seen is the top.
    system.is("30 24 0:26 /docker/c1 /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
              "0::/docker/c12/job\n");
    BOOST_TEST(system.limit() == 3u);
    system.is(v2_mount, "0::/../other\n");
    BOOST_TEST(system.limit() == 3u);
}

BOOST_AUTO_TEST_CASE(version_1_has_quota_and_period_in_two_files) {
    System system;
    system.is(v1_mount, "5:memory:/m\n4:cpu,cpuacct:/a/b\n");
    const std::string folder = "sys/fs/cgroup/cpu,cpuacct/a/b/";
    system.write(folder + "cpu.cfs_quota_us", "-1\n")
        .write(folder + "cpu.cfs_period_us", "100000\n");
    BOOST_TEST(system.limit() == 0u);
    system.write(folder + "cpu.cfs_quota_us", "250000\n");
    BOOST_TEST(system.limit() == 3u);
}

BOOST_AUTO_TEST_CASE(in_a_hybrid_system_the_hierarchy_with_the_cpu_controller_decides) {
    System system;
    system.is(hybrid_mount, "4:cpu,cpuacct:/a\n0::/a\n");
    system.write("sys/fs/cgroup/unified/a/cgroup.procs", "");
    system.write("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "100000\n");
    system.write("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
    BOOST_TEST(system.limit() == 1u);
}
