"""Real proxies of the tests: Debian's nginx, haproxy and apache2, each in its own folder and on its own free port."""
import getpass
import os
import pathlib
import shutil
import socket
import subprocess
import time

from clients import connect, PATIENCE

# What begins each nginx.conf: everything it writes goes below the folder that it is started in.
NGINX_BEGINS = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
"""

NGINX = NGINX_BEGINS + """
    client_max_body_size 0;
    upstream tcp { server %(tcp)s; keepalive 4; }
    upstream local { server unix:%(unix)s; keepalive 4; }
    proxy_http_version 1.1;
    server {
        listen 127.0.0.1:%(port)s;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto https;
        location / { proxy_pass http://tcp; }
        location /unix/ { proxy_pass http://local/; }
        location /streamed/ { proxy_request_buffering off; proxy_pass http://tcp/; }
        location /forwarded/ {
            proxy_set_header Connection "";
            proxy_set_header Forwarded "for=203.0.113.7;proto=https";
            proxy_pass http://%(forwarded)s/;
        }
    }
}
"""

HAPROXY = """
global
    maxconn 256
defaults
    mode http
    timeout connect 10s
    timeout client 20s
    timeout server 20s
frontend http
    bind 127.0.0.1:%(port)s
    use_backend local if { path_beg /unix/ }
    use_backend v1 if { path_beg /v1/ }
    use_backend v2 if { path_beg /v2/ }
    default_backend tcp
backend tcp
    option forwardfor
    http-reuse always
    server tined %(tcp)s
backend local
    option forwardfor
    http-request replace-path /unix/(.*) /\\1
    server tined unix@%(unix)s
backend v1
    http-request replace-path /v1/(.*) /\\1
    server tined %(proxy)s send-proxy
backend v2
    http-request replace-path /v2/(.*) /\\1
    server tined %(proxy)s send-proxy-v2
frontend bytes
    mode tcp
    bind 127.0.0.1:%(bytes)s
    default_backend bytes
backend bytes
    mode tcp
    server tined %(proxy)s send-proxy-v2 proxy-v2-options unique-id,crc32c
"""

APACHE = """
ServerRoot "%(root)s"
ServerName localhost
PidFile apache.pid
Mutex file:%(root)s
ErrorLog /dev/stderr
Listen 127.0.0.1:%(port)s
%(user)s
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
ProxyPass "/unix/" "unix:%(unix)s|http://site.example/"
ProxyPass "/" "http://%(tcp)s/"
"""


def free_port():
    """A port that nobody has just now. Whoever gets it tells if it was taken meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """A running proxy, ended by its pid."""

    def __init__(self, folder, command, port):
        self.port = port
        self._told = open(folder / "told.log", "wb")
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL,
                                         stdout=self._told, stderr=self._told)
        end = time.monotonic() + PATIENCE
        while not self._accepts():
            told = (folder / "told.log").read_text()
            assert self._process.poll() is None, told
            assert time.monotonic() < end, told
            time.sleep(0.01)

    def _accepts(self):
        try:
            connect(self.port).close()
        except OSError:
            return False
        return True

    def end(self):
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)
        self._told.close()


def _write(folder, name, text, **values):
    path = pathlib.Path(folder) / name
    path.write_text(text % values)
    return path


def nginx(folder, **where):
    port = free_port()
    path = _write(folder, "nginx.conf", NGINX, port=port, **where)
    return Proxy(folder, [shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-p", str(folder),
                          "-e", "stderr", "-c", str(path)], port)


def haproxy(folder, **where):
    port, of_bytes = free_port(), free_port()
    path = _write(folder, "haproxy.cfg", HAPROXY, port=port, bytes=of_bytes, **where)
    proxy = Proxy(folder, [shutil.which("haproxy", path="/usr/sbin:/usr/bin"), "-db", "-f",
                           str(path)], port)
    proxy.bytes = of_bytes
    return proxy


def apache(folder, **where):
    port = free_port()
    # Its workers may not be root.
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else f"User {getpass.getuser()}"
    path = _write(folder, "apache.conf", APACHE, port=port, root=folder, user=user, **where)
    return Proxy(folder, [shutil.which("apache2", path="/usr/sbin:/usr/bin"), "-X", "-f",
                          str(path)], port)
