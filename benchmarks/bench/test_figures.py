"""python3 -m unittest discover benchmarks"""

import unittest

from bench.load import SCENARIOS, Load, Sample, parse_h2load, parse_handshakes, parse_wrk, parse_wrk_posts
from bench.processes import BenchmarkError
from bench.report import cost, load_table, ratios, speed
from bench.servers import all_servers

WRK = """\
Running 5s test @ http://127.0.0.1:21000/plaintext
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.85ms    2.66ms  42.01ms   88.91%
    Req/Sec    62.35k     8.28k   75.02k    74.00%
  Latency Distribution
     50%  720.00us
     75%    1.90ms
     90%    4.99ms
     99%    1.20s
  311234 requests in 5.02s, 39.77MB read
"""
H2LOAD = """\
finished in 2.00s, 5349.00 req/s, 138.44KB/s
requests: 11210 total, 11210 started, 10698 done, {succeeded} succeeded, {failed} failed, {failed} errored, 2 timeout
status codes: {ok} 2xx, 0 3xx, 0 4xx, {broken} 5xx
traffic: 2.76MB (2890312) total, 416.02KB (426000) headers (space savings 95.94%), 517.48KB ({data}) data
"""


def sample(speed, cost=1.0, errors=0):
    return Sample(speed, cost, errors, others_percent=0.0)


class FiguresTests(unittest.TestCase):

    def test_wrk(self):
        self.assertEqual(Load(311234, 5.02, 0, 720.0, 1_200_000.0), parse_wrk(WRK))

    def test_wrk_without_latency_and_with_errors(self):
        text = ("  100 requests in 900.00ms, 1.00MB read\n"
                "  Socket errors: connect 1, read 2, write 3, timeout 4\n"
                "  Non-2xx or 3xx responses: 90\n")
        self.assertEqual(Load(100, 0.9, 100), parse_wrk(text))

    def test_h2load(self):
        text = H2LOAD.format(succeeded=10690, failed=1, ok=10683, broken=7, data=0)
        self.assertEqual(Load(10690, 2.0, 10), parse_h2load(text))

    def test_answers_to_posts(self):
        self.assertEqual(3, parse_wrk_posts(WRK + "Wrong answers: 3\n").errors)
        self.assertEqual(0, parse_wrk_posts(WRK + "Wrong answers: 0\n").errors)
        self.assertRaises(BenchmarkError, parse_wrk_posts, WRK)

    def test_answers_to_posts_over_http2(self):
        text = H2LOAD.replace("2 timeout", "0 timeout")
        for data, right in ((50, True), (53, True), (40, False), (60, False), (0, False)):
            output = text.format(succeeded=10, failed=0, ok=10, broken=0, data=data)
            with self.subTest(data=data):
                if right:
                    self.assertEqual(Load(10, 2.0, 0), parse_h2load(output, sent=10_000))
                else:
                    self.assertRaises(BenchmarkError, parse_h2load, output, sent=10_000)

    def test_paths_by_server(self):
        servers = all_servers()
        self.assertEqual("http://127.0.0.1:80/length", servers["stock"].url(SCENARIOS["post"], 80))
        self.assertEqual("http://127.0.0.1:80/count", servers["real-kestrel"].url(SCENARIOS["post"], 80))
        self.assertFalse(servers["nginx"].serves(SCENARIOS["upload"]))
        self.assertTrue(servers["nginx"].serves(SCENARIOS["h2c"]))

    def test_handshakes(self):
        self.assertEqual(Load(490, 2.125, 1), parse_handshakes("490 connections in 2.125 s, 1 errors\n"))
        self.assertRaises(BenchmarkError, parse_handshakes, "490 connections")

    def test_tls_is_for_those_that_have_it(self):
        servers = all_servers()
        self.assertEqual("https://127.0.0.1:80/plaintext", servers["stock"].url(SCENARIOS["tls"], 80))
        self.assertFalse(servers["kestrel-4"].serves(SCENARIOS["tls"]))
        self.assertTrue(servers["kestrel-openssl"].serves(SCENARIOS["tls-handshake"]))
        self.assertFalse(servers["kestrel-openssl"].serves(SCENARIOS["plaintext"]))

    def test_unknown_output(self):
        self.assertRaises(BenchmarkError, parse_wrk, "")
        self.assertRaises(BenchmarkError, parse_h2load, "")

    def test_each_round_against_stock_of_the_same_round(self):
        samples = {"kestrel": [sample(50, 3), sample(200, 2)], "stock": [sample(100, 2), sample(100, 2)]}
        self.assertEqual({"kestrel": [0.5, 2.0], "stock": [1.0, 1.0]}, ratios(samples, speed))
        self.assertEqual([1.5, 1.0], ratios(samples, cost)["kestrel"])

    def test_table_without_stock(self):
        self.assertEqual("| nginx | 12,345 | - | - | 4.00 | - | - | - | 3 |",
                         load_table({"nginx": [sample(12345, 4, errors=3)]})[-1])


if __name__ == "__main__":
    unittest.main()
