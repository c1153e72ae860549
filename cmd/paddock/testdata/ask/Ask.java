// Like ask.go, with Java's own client.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Ask {
	public static void main(String[] args) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		for (int i = 0; i + 2 < args.length; i += 3) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(args[i + 1]))
					.method(args[i], args[i + 2].isEmpty()
							? HttpRequest.BodyPublishers.noBody()
							: HttpRequest.BodyPublishers.ofString(args[i + 2]))
					.build();
			HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
			System.out.println(answer.body() + " " + answer.statusCode());
		}
	}
}
